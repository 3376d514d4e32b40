package io.dogpile.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CacheBackendContract;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.PassThroughProxy;
import io.dogpile.settings.InvalidSettingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBackendTests extends CacheBackendContract {

    @Override
    protected CacheBackend create(BackendContext context) {
        return new MemoryBackendFactory().create(context);
    }

    @Test
    void keepsPayloadsByReference() {
        CacheBackend backend = backend();
        List<String> payload = new ArrayList<>(List.of("x"));
        backend.set("a", CachedValue.of(payload, 1L), null);

        assertThat(backend.get("a", Object.class).payload()).isSameAs(payload);
    }

    @Test
    void keepsAnyKeyThatHasEquals() {
        CacheBackend backend = backend();

        backend.set(List.of("a", 1), entry(1), null);

        assertThat(backend.stringKeys()).isFalse();
        assertThat(backend.get(List.of("a", 1), Object.class)).isNotNull();
        assertThat(backend.get("(a,1)", Object.class)).isNull();
    }

    @Test
    void knowsWhetherItDeletedSomething() {
        CacheBackend backend = backend();
        backend.set("a", entry(1), null);

        assertThat(backend.delete("a")).isTrue();
        assertThat(backend.delete("a")).isFalse();
    }

    @Test
    void dropsWhatIsPastTheRetentionWhenSomethingIsWritten() {
        CacheBackend backend = backend(Duration.ofHours(1));
        backend.set("a", writtenNow(1), null);

        clock.advance(Duration.ofHours(1));
        backend.set("b", writtenNow(2), null);

        await().until(() -> backend.get("a", Object.class) == null);
        assertThat(backend.get("b", Object.class)).isNotNull();
    }

    @Test
    void aWriteOfSeveralEntriesDropsWhatIsPastTheRetentionToo() {
        CacheBackend backend = backend(Duration.ofHours(1));
        backend.set("a", writtenNow(1), null);

        clock.advance(Duration.ofHours(1));
        backend.setMulti(Map.of("b", writtenNow(2)), Map.of());

        await().until(() -> backend.get("a", Object.class) == null);
        assertThat(backend.getMulti(List.of("a", "b"), Object.class)).containsOnlyKeys("b");
    }

    @Test
    void dropsWhatIsPastTheRetentionAgainAndAgain() {
        CacheBackend backend = backend(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            String previous = "key " + i;
            backend.set(previous, writtenNow(i), null);
            clock.advance(Duration.ofSeconds(10));
            backend.set("key " + (i + 1), writtenNow(i), null);

            await().until(() -> backend.get(previous, Object.class) == null);
        }
    }

    @Test
    void keepsWhatIsWithinTheRetention() {
        CacheBackend backend = backend(Duration.ofHours(2));
        backend.set("old", writtenNow(1), null);
        clock.advance(Duration.ofHours(1));
        backend.set("young", writtenNow(2), null);
        clock.advance(Duration.ofHours(1));

        backend.set("new", writtenNow(3), null);

        await().until(() -> backend.get("old", Object.class) == null);
        assertThat(backend.getMulti(List.of("young", "new"), Object.class)).containsOnlyKeys("young", "new");
    }

    @Test
    void aLifeOfItsOwnKeepsAnEntryLongerOrShorter() {
        CacheBackend backend = backend(Duration.ofHours(1));
        backend.set("longer", writtenNow(1).living(micros(Duration.ofHours(3)), 0), null);
        backend.set("for ever", writtenNow(1).living(Long.MAX_VALUE, 0), null);
        backend.set("longer when stale", writtenNow(1).living(-1, micros(Duration.ofHours(2))), null);
        backend.set("regional", writtenNow(2), null);
        clock.advance(Duration.ofMinutes(90));
        backend.set("shorter", writtenNow(3).living(micros(Duration.ofMinutes(10)), 0), null);
        clock.advance(Duration.ofMinutes(30));
        await().until(() -> backend.get("regional", Object.class) == null);
        clock.advance(Duration.ofMinutes(30));

        backend.set("new", writtenNow(4), null);

        await().until(() -> backend.get("shorter", Object.class) == null);
        assertThat(backend.getMulti(
                        List.of("longer", "for ever", "longer when stale", "regional", "new"), Object.class))
                .containsOnlyKeys("longer", "for ever", "longer when stale", "new");
    }

    @Test
    void whatIsPastTheRetentionHasNoOrderThoughItIsStillHeld() {
        CacheBackend backend = backend(Duration.ofSeconds(1));
        backend.set("a", writtenNow(2).versioned(2), null);
        backend.set("b", writtenNow(2).versioned(2).living(micros(Duration.ofSeconds(3)), 0), null);

        clock.advance(Duration.ofMillis(999));
        assertThat(backend.set("a", writtenNow(1).versioned(1), null)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(backend.set("b", writtenNow(1).versioned(1), null)).isFalse();
        assertThat(backend.get("a", Object.class)).isNotNull();
        assertThat(backend.set("a", writtenNow(1).versioned(1), null)).isTrue();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private CachedValue<?> writtenNow(int number) {
        return CachedValue.of(payload(number), CachedValue.nowMicros(clock));
    }

    @Test
    void neverHoldsMoreThanItsMaximumSizeForLong() {
        CacheBackend backend = backend(null, Map.of("maximum_size", "10"));
        List<Integer> keys = IntStream.range(0, 1_000).boxed().toList();

        keys.forEach(key -> backend.set(key, entry(key), null));

        await().untilAsserted(
                        () -> assertThat(backend.getMulti(keys, Object.class)).hasSizeLessThanOrEqualTo(10));
    }

    @Test
    void knowsHowManyEntriesItHasAndHasDroppedForRoom() {
        CacheBackend backend = new PassThroughProxy(backend(null, Map.of("maximum_size", "10")));
        backend.set("a", entry(1), null);
        assertThat(backend.estimatedSize()).hasValue(1);
        assertThat(backend.evictionCount()).hasValue(0);

        IntStream.range(0, 100).forEach(key -> backend.set(key, entry(key), null));

        await().untilAsserted(() -> {
            assertThat(backend.estimatedSize()).hasValue(10);
            assertThat(backend.evictionCount()).hasValue(91);
        });
        backend.delete(99);
        assertThat(backend.evictionCount()).hasValue(91);
    }

    @Test
    void refusesAMaximumSizeThatIsNoPositiveWholeNumber() {
        assertThatThrownBy(() -> backend(null, Map.of("maximum-size", 0)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("arguments.maximum-size=0: is too small. Give a whole number, at least 1.");
        assertThatThrownBy(() -> backend(null, Map.of("maximum_size", "many")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("arguments.maximum_size=many: is not a whole number. Give a whole number, at least 1.");
    }

    @Test
    void forgetsEverythingWhenItIsClosed() {
        CacheBackend backend = backend();
        backend.set("a", entry(1), null);

        backend.close();

        assertThat(backend.get("a", Object.class)).isNull();
    }
}
