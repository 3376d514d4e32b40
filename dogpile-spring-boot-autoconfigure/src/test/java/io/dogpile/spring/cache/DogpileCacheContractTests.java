package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.SimpleKey;

/** What Spring's cache interface promises, whatever the backend. */
@ParameterizedClass
@ValueSource(strings = {"memory", "memory_pickle", "redis"})
class DogpileCacheContractTests {

    private final CacheRegion region;
    private final CacheRegion withoutNulls;
    private final Cache cache;
    private final String key = UUID.randomUUID().toString();

    DogpileCacheContractTests(String backend) {
        region = CacheRegion.of("books", config(backend).build());
        withoutNulls =
                CacheRegion.of("strict", config(backend).cacheNullValues(false).build());
        cache = new DogpileCache(region);
    }

    private static RegionConfig.Builder config(String backend) {
        RegionConfig.Builder config = RegionConfig.builder(backend);
        return backend.equals("redis")
                ? config.argument("port", TestRedis.shared().port())
                : config;
    }

    @AfterEach
    void close() {
        region.close();
        withoutNulls.close();
    }

    @Test
    void hasTheRegionsName() {
        assertThat(cache.getName()).isEqualTo("books");
        assertThat(cache).hasToString("DogpileCache[books]");
    }

    @Test
    void theNativeCacheIsTheRegion() {
        assertThat(cache.getNativeCache()).isSameAs(region);
    }

    @Test
    void anAbsentKeyHasNoWrapper() {
        assertThat(cache.get(key)).isNull();
        assertThat(cache.get(key, String.class)).isNull();
        assertThat(cache.get(key, (Class<?>) null)).isNull();
    }

    @Test
    void whatIsPutIsFound() {
        cache.put(key, "value");
        assertThat(valueOf(cache.get(key))).isEqualTo("value");
        assertThat(cache.get(key, String.class)).isEqualTo("value");
        assertThat(cache.get(key, Object.class)).isEqualTo("value");
        assertThat(cache.<Object>get(key, (Class<Object>) null)).isEqualTo("value");
        cache.put(key, "other");
        assertThat(cache.get(key, String.class)).isEqualTo("other");
    }

    @Test
    void anotherTypeIsRefused() {
        cache.put(key, "value");
        assertThatIllegalStateException()
                .isThrownBy(() -> cache.get(key, Integer.class))
                .withMessageContaining("books")
                .withMessageContaining("java.lang.String")
                .withMessageContaining("java.lang.Integer");
    }

    @Test
    void nullIsAValue() {
        cache.put(key, null);
        assertThat(cache.get(key)).isNotNull();
        assertThat(cache.get(key).get()).isNull();
        assertThat(cache.get(key, String.class)).isNull();
        assertThat(cache.get(key, () -> "loaded")).isNull();
        assertThat(region.getValueMetadata(key).payload()).isNull();
    }

    @Test
    void nullCanBeRefused() {
        Cache strict = new DogpileCache(withoutNulls);
        assertThatIllegalArgumentException().isThrownBy(() -> strict.put(key, null));
        assertThat(strict.get(key)).isNull();
        assertThat(strict.<Object>get(key, () -> null)).isNull();
        assertThat(strict.get(key)).isNull();
    }

    @Test
    void putIfAbsentPutsOnce() {
        assertThat(cache.putIfAbsent(key, "first")).isNull();
        assertThat(valueOf(cache.putIfAbsent(key, "second"))).isEqualTo("first");
        assertThat(cache.get(key, String.class)).isEqualTo("first");
    }

    @Test
    void putIfAbsentTakesNullForAValue() {
        assertThat(cache.putIfAbsent(key, null)).isNull();
        ValueWrapper present = cache.putIfAbsent(key, "second");
        assertThat(present).isNotNull();
        assertThat(present.get()).isNull();
        assertThat(cache.get(key).get()).isNull();
    }

    @Test
    void putIfAbsentRefusesNullWherePutDoes() {
        Cache strict = new DogpileCache(withoutNulls);
        assertThatIllegalArgumentException().isThrownBy(() -> strict.putIfAbsent(key, null));
    }

    @Test
    void evictRemovesOneKey() {
        cache.put(key, "value");
        cache.put("other", "value");
        cache.evict(key);
        cache.evict("absent");
        assertThat(cache.get(key)).isNull();
        assertThat(cache.get("other")).isNotNull();
    }

    @Test
    void evictIfPresentTellsWhetherItDid() {
        cache.put(key, "value");
        assertThat(cache.evictIfPresent(key)).isTrue();
        assertThat(cache.evictIfPresent(key)).isFalse();
        assertThat(cache.get(key)).isNull();
    }

    @Test
    void clearRemovesEverything() {
        cache.put(key, "value");
        cache.put("other", null);
        cache.clear();
        assertThat(cache.get(key)).isNull();
        assertThat(cache.get("other")).isNull();
        cache.put(key, "again");
        assertThat(cache.get(key, String.class)).isEqualTo("again");
    }

    @Test
    void invalidateRemovesEverythingAndDoesNotKnowWhetherThereWasSomething() {
        cache.put(key, "value");
        assertThat(cache.invalidate()).isFalse();
        assertThat(cache.get(key)).isNull();
    }

    @Test
    void theLoaderIsCalledOnce() {
        AtomicInteger calls = new AtomicInteger();
        Callable<String> loader = () -> "loaded " + calls.incrementAndGet();
        assertThat(cache.get(key, loader)).isEqualTo("loaded 1");
        assertThat(cache.get(key, loader)).isEqualTo("loaded 1");
        assertThat(cache.get(key, String.class)).isEqualTo("loaded 1");
    }

    @Test
    void theLoadersNullIsStored() {
        AtomicInteger calls = new AtomicInteger();
        Callable<String> loader = () -> {
            calls.incrementAndGet();
            return null;
        };
        assertThat(cache.get(key, loader)).isNull();
        assertThat(cache.get(key, loader)).isNull();
        assertThat(calls).hasValue(1);
    }

    @Test
    void theLoadersFailureIsTheCause() {
        for (Exception failure : new Exception[] {new IllegalStateException("no"), new IOException("no")}) {
            Callable<String> loader = () -> {
                throw failure;
            };
            assertThatExceptionOfType(ValueRetrievalException.class)
                    .isThrownBy(() -> cache.get(key, loader))
                    .satisfies(thrown -> assertThat(thrown.getKey()).isEqualTo(key))
                    .havingCause()
                    .isSameAs(failure);
            assertThat(cache.get(key)).isNull();
        }
    }

    @Test
    void retrieveFindsWhatIsThere() {
        CompletableFuture<?> absent = cache.retrieve(key); // known at once in memory, later on Redis
        assertThat(absent == null ? null : absent.join()).isNull();
        cache.put(key, "value");
        assertThat(valueOf((ValueWrapper) cache.retrieve(key).join())).isEqualTo("value");
        cache.put(key, null);
        assertThat(((ValueWrapper) cache.retrieve(key).join()).get()).isNull();
    }

    @Test
    void retrieveLoadsOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            CompletableFuture<String> future =
                    cache.retrieve(key, () -> CompletableFuture.supplyAsync(() -> "loaded " + calls.incrementAndGet()));
            assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo("loaded 1");
        }
        assertThat(cache.get(key, String.class)).isEqualTo("loaded 1");
    }

    @Test
    void retrieveStoresNull() throws Exception {
        CompletableFuture<Object> future = cache.retrieve(key, () -> CompletableFuture.completedFuture(null));
        assertThat(future.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(cache.get(key)).isNotNull();
    }

    @Test
    void retrieveFailsAsTheLoaderDoes() {
        IOException failure = new IOException("no");
        assertThat(cache.retrieve(key, () -> CompletableFuture.failedFuture(failure)))
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isSameAs(failure);
        IllegalStateException early = new IllegalStateException("no");
        assertThat(cache.retrieve(key, () -> {
                    throw early;
                }))
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isSameAs(early);
        OutOfMemoryError error = new OutOfMemoryError("no");
        assertThat(cache.retrieve(key, () -> CompletableFuture.failedFuture(error)))
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isSameAs(error);
        assertThat(cache.get(key)).isNull();
    }

    @Test
    void keysOfSeveralParametersDiffer() {
        cache.put(new SimpleKey("a, b", "c"), 1);
        cache.put(new SimpleKey("a", "b, c"), 2);
        cache.put(new SimpleKey("a", null), 3);
        cache.put(SimpleKey.EMPTY, 4);
        assertThat(cache.get(new SimpleKey("a, b", "c"), Integer.class)).isEqualTo(1);
        assertThat(cache.get(new SimpleKey("a", "b, c"), Integer.class)).isEqualTo(2);
        assertThat(cache.get(new SimpleKey("a", null), Integer.class)).isEqualTo(3);
        assertThat(cache.get(SimpleKey.EMPTY, Integer.class)).isEqualTo(4);
    }

    private static Object valueOf(ValueWrapper wrapper) {
        assertThat(wrapper).isNotNull();
        return wrapper.get();
    }
}
