package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

class SimpleKeysTests {

    /** Fails with a Spring whose SimpleKey keeps its parameters elsewhere. */
    @Test
    void theFieldIsThere() {
        assertThat(SimpleKeys.convert(new SimpleKey("a", null, 3))).isEqualTo(Arrays.asList("a", null, 3));
        assertThat(SimpleKeys.convert(SimpleKey.EMPTY)).isEqualTo(List.of());
    }

    @Test
    void otherKeysStay() {
        assertThat(SimpleKeys.conversion().apply("key")).isEqualTo("key");
    }

    @Test
    void withoutTheFieldThereIsAClearError() throws Exception {
        SimpleKey key = new SimpleKey("a", "b");
        assertThatIllegalStateException()
                .isThrownBy(() -> SimpleKeys.elements(key, null))
                .withMessageContaining("params")
                .withMessageContaining("key of their own");
        assertThatIllegalStateException()
                .isThrownBy(() -> SimpleKeys.elements(key, SimpleKey.class.getField("EMPTY")))
                .withMessageContaining("params");
    }

    @Test
    void theTextIsThatOfTheList() {
        List<Object> seen = new ArrayList<>();
        DogpileCache cache = cache("memory_pickle", seen);
        cache.get(new SimpleKey("a b", "c"));
        cache.get(new SimpleKey("a", "b c"));
        cache.get(new SimpleKey("a,b", null));
        assertThat(seen).containsExactly("(a b,c)", "(a,b c)", "(a\\,b,\\0)");
    }

    @Test
    void inMemoryTheKeyIsTheObject() {
        List<Object> seen = new ArrayList<>();
        SimpleKey key = new SimpleKey("a", "b");
        cache("memory", seen).get(key);
        assertThat(seen).singleElement().isSameAs(key);
    }

    private static DogpileCache cache(String backend, List<Object> seen) {
        CacheRegion region = CacheRegion.of(
                "books",
                RegionConfig.builder(backend)
                        .registry(BackendRegistry.global())
                        .wrap(proxied -> new Spy(proxied, seen))
                        .build());
        return new DogpileCache(region);
    }

    private static final class Spy extends ProxyBackend {

        private final List<Object> seen;

        Spy(CacheBackend proxied, List<Object> seen) {
            super(proxied);
            this.seen = seen;
        }

        @Override
        public CachedValue<?> get(Object key, Type type) {
            seen.add(key);
            return super.get(key, type);
        }
    }
}
