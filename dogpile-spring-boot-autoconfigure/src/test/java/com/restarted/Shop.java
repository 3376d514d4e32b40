package com.restarted;

import io.dogpile.spring.boot.autoconfigure.DogpileAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileCacheAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileRedisAutoConfiguration;
import java.io.Serializable;
import java.util.List;
import java.util.function.IntFunction;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;

/** An application whose classes are loaded anew with each restart. */
@SpringBootConfiguration(proxyBeanMethods = false)
@AutoConfigurationPackage
@ImportAutoConfiguration({
    DataRedisAutoConfiguration.class,
    DogpileAutoConfiguration.class,
    DogpileCacheAutoConfiguration.class,
    DogpileRedisAutoConfiguration.class
})
public class Shop {

    public enum Kind {
        BOOK,
        FILM
    }

    public record Item(String name, Kind kind, List<Kind> more) implements Serializable {}

    @Bean
    IntFunction<Object> catalogue(@Value("${restart}") int restart) {
        return new Catalogue(restart);
    }

    public static class Catalogue implements IntFunction<Object> {

        private final int restart;

        Catalogue(int restart) {
            this.restart = restart;
        }

        @Override
        @Cacheable("items")
        public Item apply(int id) {
            return new Item("restart " + restart, Kind.FILM, List.of(Kind.BOOK));
        }
    }
}
