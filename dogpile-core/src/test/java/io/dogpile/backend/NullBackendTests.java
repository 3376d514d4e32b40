package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** It keeps nothing and elects nobody, so most of {@link CacheBackendContract} can't hold. */
class NullBackendTests extends BackendFixture {

    @Override
    protected CacheBackend create(BackendContext context) {
        return new NullBackendFactory().create(context);
    }

    @Test
    void keepsNothing() {
        CacheBackend backend = backend();

        backend.set("a", entry(1), null);
        backend.setMulti(Map.of("b", entry(2), "c", entry(3)), Map.of());
        assertThat(backend.set("d", entry(4), () -> true)).isTrue();

        assertThat(backend.get("a", Object.class)).isNull();
        assertThat(backend.getMulti(List.of("a", "b", "c", "d"), Object.class)).isEmpty();
    }

    @Test
    void hasNothingToDelete() {
        CacheBackend backend = backend();
        backend.set("a", entry(1), null);

        assertThat(backend.delete("a")).isFalse();
        backend.deleteMulti(List.of("a", "b"));
        assertThat(backend.getMulti(List.of("a", "b"), Object.class)).isEmpty();
    }

    @Test
    void itsMutexExcludesNobody() throws Exception {
        Mutex mutex = backend().mutex("a");

        assertThat(mutex).isSameAs(Mutex.NONE);
        assertThat(mutex.tryAcquire(Duration.ZERO).orElseThrow().release()).isTrue();
        mutex.tryAcquire(Duration.ZERO).orElseThrow();
        assertThat(mutex.tryAcquire(Duration.ZERO)).isPresent();
        assertThat(mutex.isLocked()).isFalse();
        assertThat(mutex.holder()).isEqualTo("nobody");
    }

    @Test
    void givesLocksToWhoeverAsksForSeveral() throws Exception {
        CacheBackend backend = backend();
        backend.tryAcquireMulti(List.of("a"));

        assertThat(backend.tryAcquireMulti(List.of("b", "a")).keySet()).containsExactly("b", "a");
    }

    @Test
    void ignoresTheArgumentsOfTheBackendItStandsInFor() {
        CacheBackend backend = backend(null, Map.of("lock-timeout", "10s", "maximum-size", 5));

        assertThat(backend.get("a", Object.class)).isNull();
    }
}
