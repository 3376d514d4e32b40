package io.dogpile.benchmarks.memory;

import static io.dogpile.benchmarks.memory.LocalCache.keys;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The caches of Spring's abstraction, in applications: Spring's own on Caffeine, and those of our starter. */
final class SpringCaches {

    private static final String NAME = "pages";

    private static final Callable<Object> LOADER = () -> {
        throw LocalCache.notAHit();
    };

    private SpringCaches() {}

    /** A measured call of an application's beans. */
    @FunctionalInterface
    interface Call {

        LocalCache.Lookup on(Cache cache, Pages pages);
    }

    static LocalCache.Lookup get(Cache cache, Pages pages) {
        return key -> cache.get(key, LOADER);
    }

    static LocalCache.Lookup plain(Cache cache, Pages pages) {
        return pages::plain;
    }

    static LocalCache.Lookup sync(Cache cache, Pages pages) {
        return pages::sync;
    }

    static LocalCache caffeine(Call call) {
        return filled(new AnnotationConfigApplicationContext(OnCaffeine.class), call);
    }

    static LocalCache dogpile(Call call) {
        return filled(
                new SpringApplicationBuilder(OnDogpile.class)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .run(
                                "--spring.data.redis.repositories.enabled=false",
                                "--cache." + NAME + ".backend=dogpile.cache.memory",
                                "--cache." + NAME + ".expiration-time=" + LocalCache.EXPIRATION.toMinutes() + "m",
                                "--cache." + NAME + ".arguments.maximum-size=" + LocalCache.MAXIMUM_SIZE),
                call);
    }

    private static LocalCache filled(ConfigurableApplicationContext application, Call call) {
        Cache cache =
                Objects.requireNonNull(application.getBean(CacheManager.class).getCache(NAME));
        keys().forEach(key -> cache.put(key, key));
        return new LocalCache(call.on(cache, application.getBean(Pages.class)), application);
    }

    /** Something cached. */
    static class Pages {

        @Cacheable(NAME)
        public Object plain(String key) {
            throw LocalCache.notAHit();
        }

        @Cacheable(cacheNames = NAME, sync = true)
        public Object sync(String key) {
            throw LocalCache.notAHit();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class OnCaffeine {

        @Bean
        CacheManager cacheManager() {
            CaffeineCacheManager manager = new CaffeineCacheManager(NAME);
            manager.setCaffeine(
                    Caffeine.newBuilder().maximumSize(LocalCache.MAXIMUM_SIZE).expireAfterWrite(LocalCache.EXPIRATION));
            return manager;
        }

        @Bean
        Pages pages() {
            return new Pages();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching(proxyTargetClass = true)
    static class OnDogpile {

        @Bean
        Pages pages() {
            return new Pages();
        }
    }
}
