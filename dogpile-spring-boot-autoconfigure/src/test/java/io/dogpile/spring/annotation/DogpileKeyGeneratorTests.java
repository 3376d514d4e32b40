package io.dogpile.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.region.UnstableKeyException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;

class DogpileKeyGeneratorTests {

    private static final String NAME = Books.class.getName();

    private final DogpileKeyGenerator generator = new DogpileKeyGenerator();

    interface Shelf<T> {

        String find(T key);
    }

    static class Books implements Shelf<String> {

        @Override
        public String find(String isbn) {
            return isbn;
        }

        @CacheOnArguments(region = "books", namespace = "v2")
        public String named(String first, Object second) {
            return first;
        }

        public String none() {
            return "";
        }

        public String some(String... texts) {
            return "";
        }

        public String overloaded(String text) {
            return text;
        }

        public String overloaded(int number) {
            return "";
        }
    }

    private Object key(String method, Object... arguments) {
        Method found = Arrays.stream(Books.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method) && !candidate.isBridge())
                .findFirst()
                .orElseThrow();
        return generator.generate(new Books(), found, arguments);
    }

    @Test
    void aKeyIsTheMethodAndTheArguments() {
        assertThat(key("find", "978")).isEqualTo(NAME + ":find|978");
        assertThat(key("none")).isEqualTo(NAME + ":none|");
        assertThat(key("find", (Object) null)).isEqualTo(NAME + ":find|\\0");
    }

    @Test
    void aNamespaceStandsBetweenThem() {
        assertThat(key("named", "a", 1)).isEqualTo(NAME + ":named|v2|a 1");
    }

    @Test
    void differentArgumentsHaveDifferentKeys() {
        assertThat(key("named", "a b", "c")).isNotEqualTo(key("named", "a", "b c"));
        assertThat(key("some", (Object) new String[] {"a", "b"})).isEqualTo(NAME + ":some|(a,b)");
        assertThat(key("some", (Object) new String[] {"a,b"}))
                .isNotEqualTo(key("some", (Object) new String[] {"a", "b"}));
    }

    @Test
    void methodsOfOneNameAreToldApartByTheirParameters() throws Exception {
        Books books = new Books();

        assertThat(generator.generate(books, Books.class.getMethod("overloaded", String.class), "42"))
                .isEqualTo(NAME + ":overloaded(java.lang.String)|42");
        assertThat(generator.generate(books, Books.class.getMethod("overloaded", int.class), 42))
                .isEqualTo(NAME + ":overloaded(int)|42");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theClassIsTheApplicationsOwn(boolean classProxy) throws Exception {
        ProxyFactory proxies = new ProxyFactory(new Books());
        proxies.setProxyTargetClass(classProxy);
        Object proxy = proxies.getProxy();

        assertThat(generator.generate(proxy, Shelf.class.getMethod("find", Object.class), "978"))
                .isEqualTo(NAME + ":find|978");
        assertThat(generator.key(proxy, "find", "978")).isEqualTo(NAME + ":find|978");
    }

    @Test
    void anArgumentWithoutATextOfItsOwnIsRefused() {
        assertThatThrownBy(() -> key("named", "a", new Object()))
                .isInstanceOf(UnstableKeyException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void aKeyOfAnotherMethodIsThatMethodsKey() {
        Books books = new Books();

        assertThat(generator.key(books, "named", "a", 1)).isEqualTo(key("named", "a", 1));
        assertThatThrownBy(() -> generator.key(books, "overloaded", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(NAME
                        + " has 2 methods named 'overloaded' with 1 parameters; a key can be made for exactly one");
        assertThatThrownBy(() -> generator.key(books, "found", "a"))
                .hasMessageStartingWith(NAME + " has 0 methods named 'found'");
    }
}
