package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.Crew;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** The part of {@link CacheBackendContract} that is about entries. */
public abstract class BackendEntriesContract extends BackendFixture {

    /** For the suites. */
    protected BackendEntriesContract() {}

    @Test
    void aKeyThatWasNeverSetHasNoEntry() {
        assertThat(backend().get(key("a"), Object.class)).isNull();
    }

    @Test
    void anEntryIsReadBack() {
        CacheBackend backend = backend();

        assertThat(backend.set(key("a"), entry(1), null)).isTrue();

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(1));
        assertThat(backend.get(key("b"), Object.class)).isNull();
    }

    @Test
    void allMetadataIsReadBack() {
        CacheBackend backend = backend();
        Map<String, Object> attributes = Map.of("t", "a.Type", "tagged", true);

        backend.set(key("a"), CachedValue.of(payload(1), 1_795_389_802_990_990L, 7, attributes), null);

        CachedValue<?> read = backend.get(key("a"), Object.class);
        assertThat(read).isNotNull();
        assertThat(read.creationTimeMicros()).isEqualTo(1_795_389_802_990_990L);
        assertThat(read.version()).isEqualTo(7);
        assertThat(read.attributes()).isEqualTo(attributes);
    }

    @Test
    void aReaderMayNameTheTypeOfThePayload() {
        CacheBackend backend = backend();
        Class<?> type = payload(1).getClass();
        backend.set(key("a"), entry(1), null);

        assertThat(payloadOf(backend.get(key("a"), type))).isEqualTo(payload(1));
        assertThat(payloadOf(backend.getMulti(List.of(key("a")), type).get(key("a"))))
                .isEqualTo(payload(1));
    }

    @Test
    void aNullPayloadIsAnEntry() {
        CacheBackend backend = backend();

        backend.set(key("a"), CachedValue.of(null, 1L), null);

        assertThat(backend.get(key("a"), Object.class)).isNotNull();
        assertThat(payloadOf(backend.get(key("a"), Object.class))).isNull();
        assertThat(backend.getMulti(List.of(key("a"), key("b")), Object.class)).containsOnlyKeys(key("a"));
        assertThat(unreadable).isEmpty();
    }

    @Test
    void anEntryIsReadWithoutWaiting() throws Exception {
        CacheBackend backend = backend();
        CachedValue<?> entry = entry(1);
        backend.set(key("a"), entry, null);
        Executor executor = ForkJoinPool.commonPool();

        CachedValue<?> found =
                Crew.get(backend.getAsync(key("a"), Object.class, executor).toCompletableFuture());

        assertThat(found.payload()).isEqualTo(entry.payload());
        assertThat(found.creationTimeMicros()).isEqualTo(entry.creationTimeMicros());
        assertThat(Crew.get(backend.getAsync(key("b"), Object.class, executor).toCompletableFuture()))
                .isNull();
        assertThat(Crew.get(backend.getMultiAsync(List.of(key("a"), key("b")), Object.class, executor)
                        .toCompletableFuture()))
                .containsOnlyKeys(key("a"));
        assertThat(Crew.get(
                        backend.getMultiAsync(List.of(), Object.class, executor).toCompletableFuture()))
                .isEmpty();
    }

    @Test
    void whatDependsOnAReadRunsOnTheExecutorOrOnTheCallersThread() throws Exception {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);
        String caller = Thread.currentThread().getName();
        ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, "executor"));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Runnable note = () -> threads.add(Thread.currentThread().getName());

        for (int i = 0; i < 20; i++) {
            Crew.get(backend.getAsync(key("a"), Object.class, executor)
                    .thenRun(note)
                    .toCompletableFuture());
            Crew.get(backend.getMultiAsync(List.of(key("a")), Object.class, executor)
                    .thenRun(note)
                    .toCompletableFuture());
        }

        assertThat(threads).isNotEmpty().isSubsetOf(caller, "executor");
        if (!backend.isBlocking()) {
            assertThat(threads).containsExactly(caller);
        }
        executor.shutdownNow();
    }

    @Test
    void theLastOfSeveralWritesCounts() {
        CacheBackend backend = backend();

        backend.set(key("a"), CachedValue.of(payload(1), 1L), null);
        backend.set(key("a"), CachedValue.of(payload(2), 2L), null);

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(2));
        assertThat(backend.get(key("a"), Object.class).creationTimeMicros()).isEqualTo(2L);
    }

    @Test
    void anEntryIsDeleted() {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);
        backend.set(key("b"), entry(2), null);

        backend.delete(key("a"));

        assertThat(backend.get(key("a"), Object.class)).isNull();
        assertThat(backend.get(key("b"), Object.class)).isNotNull();
    }

    @Test
    void deletingNothingIsNoErrorAndRemovesNothing() {
        CacheBackend backend = backend();

        assertThat(backend.delete(key("a"))).isFalse();
        assertThat(backend.delete(key("a"))).isFalse();
    }

    @Test
    void severalEntriesAreWrittenAndReadTogether() {
        CacheBackend backend = backend();
        Map<Object, CachedValue<?>> entries = new LinkedHashMap<>();
        entries.put(key("a"), entry(1));
        entries.put(key("b"), entry(2));

        backend.setMulti(entries, Map.of());

        assertThat(payloadOf(backend.get(key("a"), Object.class))).isEqualTo(payload(1));
        assertThat(payloadOf(backend.get(key("b"), Object.class))).isEqualTo(payload(2));
        Map<Object, CachedValue<?>> read = backend.getMulti(List.of(key("b"), key("c"), key("a")), Object.class);
        assertThat(read).containsOnlyKeys(key("a"), key("b"));
        assertThat(payloadOf(read.get(key("b")))).isEqualTo(payload(2));
    }

    @Test
    void severalEntriesAreDeletedTogether() {
        CacheBackend backend = backend();
        backend.setMulti(Map.of(key("a"), entry(1), key("b"), entry(2), key("c"), entry(3)), Map.of());

        backend.deleteMulti(List.of(key("a"), key("c"), key("never")));

        assertThat(backend.getMulti(List.of(key("a"), key("b"), key("c")), Object.class))
                .containsOnlyKeys(key("b"));
    }

    @Test
    void noKeysAreNoError() {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);

        backend.setMulti(Map.of(), Map.of());
        backend.deleteMulti(List.of());

        assertThat(backend.getMulti(List.of(), Object.class)).isEmpty();
        assertThat(backend.get(key("a"), Object.class)).isNotNull();
    }

    @Test
    void aDuplicateKeyIsDeletedOnce() {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);

        backend.deleteMulti(List.of(key("a"), key("a")));

        assertThat(backend.get(key("a"), Object.class)).isNull();
    }

    @Test
    void equalKeysHaveOneEntry() {
        CacheBackend backend = backend();
        Object written = backend.stringKeys() ? key("a") : List.of(key("a"), 1);
        Object read = backend.stringKeys() ? new String(key("a")) : List.of(key("a"), 1);

        backend.set(written, entry(1), null);

        assertThat(backend.get(read, Object.class)).isNotNull();
        assertThat(backend.getMulti(List.of(read), Object.class)).containsOnlyKeys(read);
        backend.delete(read);
        assertThat(backend.get(written, Object.class)).isNull();
    }

    @Test
    void keysMayHoldAnyText() {
        CacheBackend backend = backend();
        List<String> keys = List.of(key("héllo wörld"), key("a|b"), key("{x}"), key("line\nbreak"), key("🐶"));

        keys.forEach(key -> backend.set(key, entry(keys.indexOf(key)), null));

        keys.forEach(
                key -> assertThat(payloadOf(backend.get(key, Object.class))).isEqualTo(payload(keys.indexOf(key))));
    }

    static Object payloadOf(CachedValue<?> entry) {
        assertThat(entry).isNotNull();
        return entry.payload();
    }
}
