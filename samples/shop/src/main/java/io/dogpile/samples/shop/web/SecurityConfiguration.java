package io.dogpile.samples.shop.web;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Leaves it to the methods who may call them. */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
        return http.httpBasic(withDefaults())
                .csrf(csrf -> csrf.disable()) // no browser, no cookies
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/**")
                        .hasRole("BUYER")
                        .anyRequest()
                        .permitAll())
                .build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("buyer")
                        .password("{noop}buyer")
                        .roles("BUYER")
                        .build(),
                User.withUsername("clerk")
                        .password("{noop}clerk")
                        .roles("CLERK")
                        .build());
    }
}
