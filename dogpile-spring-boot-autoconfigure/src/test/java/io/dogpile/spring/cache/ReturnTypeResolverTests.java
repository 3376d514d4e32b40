package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReturnTypeResolverTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "text: class java.lang.String",
                "count: class java.lang.Integer",
                "nothing: class java.lang.Object",
                "list: java.util.List<java.lang.String>",
                "open: interface java.util.List",
                "optional: class java.lang.String",
                "bareOptional: class java.lang.Object",
                "future: java.util.List<java.lang.String>",
                "futureOfOptional: java.util.Optional<java.lang.String>",
                "mono: class java.lang.String",
                "flux: java.util.List<java.lang.String>",
                "anyOf: class java.lang.Object",
                "inherited: class java.lang.String",
                "inheritedList: java.util.List<java.lang.String>",
                "overridden: class java.lang.String",
                "array: class [Ljava.lang.String;"
            })
    void theContentOfWhatAMethodReturns(String method, String type) {
        assertThat(ReturnTypeResolver.valueType(declared(method), Methods.class))
                .hasToString(type);
    }

    private static Method declared(String name) {
        Class<?> owner = name.equals("overridden") ? Base.class : Methods.class;
        return Arrays.stream(owner.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public abstract static class Base<T> {
        public abstract T overridden();

        public T inherited() {
            return overridden();
        }

        public List<T> inheritedList() {
            return List.of();
        }
    }

    public abstract static class Methods extends Base<String> {
        public abstract String text();

        public abstract int count();

        public abstract void nothing();

        public abstract List<String> list();

        public abstract List<?> open();

        public abstract Optional<String> optional();

        @SuppressWarnings("rawtypes")
        public abstract Optional bareOptional();

        public abstract CompletableFuture<List<String>> future();

        public abstract CompletableFuture<Optional<String>> futureOfOptional();

        public abstract Mono<String> mono();

        public abstract Flux<String> flux();

        public abstract <V> V anyOf();

        public abstract String[] array();

        @Override
        public String overridden() {
            return "";
        }
    }
}
