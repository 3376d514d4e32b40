package io.dogpile.spring.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.spring.annotation.CacheMultiOnArguments;
import io.dogpile.spring.cache.UnknownRegionException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.core.ParameterizedTypeReference;

class BulkSignatureTests {

    interface Generic<K, V> {

        HashMap<K, V> find(Collection<K> keys);
    }

    abstract static class Methods implements Generic<String, List<Integer>> {

        abstract Map<Integer, String> noKeys(int id);

        abstract Map<Integer, String> twoOfKeys(List<Integer> ids, Set<String> tags);

        abstract Set<String> setOfValues(List<Integer> ids);

        abstract String text(List<Integer> ids);

        abstract CompletableFuture<Map<Integer, String>> future(List<Integer> ids);

        abstract Map<Integer, String> queue(Queue<Integer> ids);

        @SuppressWarnings("rawtypes")
        abstract Map raw(List ids);
    }

    private static BulkSignature signature(String name) {
        Method method = Arrays.stream(Methods.class.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseGet(() -> Arrays.stream(Methods.class.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals(name))
                        .findFirst()
                        .orElseThrow());
        return BulkSignature.of(method, Methods.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    noKeys; [int]: 0 of its parameters are collections or arrays. Exactly one must be
                    twoOfKeys; [List, Set]: 2 of its parameters are collections or arrays. Exactly one must be
                    setOfValues; [List]: it returns java.util.Set<java.lang.String>. It must return a Map
                    text; [List]: it returns java.lang.String. It must return a Map
                    future; [List]: it returns java.util.concurrent.CompletableFuture
                    queue; [Queue]: there is no way to make one of its containers, of keys java.util.Queue
                    """)
    void whatCannotBeServedIsRefused(String method, String complaint) {
        assertThatThrownBy(() -> signature(method))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "@CacheMultiOnArguments on " + Methods.class.getName() + "." + method + complaint);
    }

    @Test
    void theTypeOfOneValueIsKnown() {
        assertThat(signature("find").valueType())
                .isEqualTo(new ParameterizedTypeReference<List<Integer>>() {}.getType());
        assertThat(signature("raw").valueType()).isEqualTo(Object.class);
    }

    static class Wrong {

        @CacheMultiOnArguments("books")
        public String find(List<Integer> ids) {
            return "";
        }
    }

    static class Lost {

        @CacheMultiOnArguments
        public List<String> nowhere(List<Integer> ids) {
            return List.of();
        }

        @CacheMultiOnArguments("cooks")
        public List<String> unknown(List<Integer> ids) {
            return List.of();
        }
    }

    @Test
    void aWrongSignatureFailsTheStart() {
        try (BulkApplication application = new BulkApplication()) {
            assertThatThrownBy(() -> application.start(Wrong.class))
                    .isInstanceOf(BeanCreationException.class)
                    .rootCause()
                    .hasMessageContaining("Wrong.find[List]: it returns java.lang.String");
        }
    }

    @Test
    void anUnknownRegionFailsTheFirstCall() {
        try (BulkApplication application = new BulkApplication()) {
            Lost lost = application.start(Lost.class);

            assertThatThrownBy(() -> lost.nowhere(List.of(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Lost.nowhere[List]: it names no region");
            assertThatThrownBy(() -> lost.unknown(List.of(1)))
                    .isInstanceOf(UnknownRegionException.class)
                    .hasMessageContaining("cooks")
                    .hasMessageContaining("Did you mean 'books'?");
        }
    }
}
