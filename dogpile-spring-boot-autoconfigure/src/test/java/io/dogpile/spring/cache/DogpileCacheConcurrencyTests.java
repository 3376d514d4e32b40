package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.dogpile.lock.CreationInterruptedException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;

@Timeout(60)
class DogpileCacheConcurrencyTests {

    private static final int THREADS = 50;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DogpileCache cache = cache(RegionConfig.builder("memory"));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void manyCallersMakeOneLoad() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        assertThat(together(() -> cache.get("key", calls::incrementAndGet))).containsOnly(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void manyPutIfAbsentPutOnce() throws Exception {
        List<ValueWrapper> answers =
                together(() -> cache.putIfAbsent("key", Thread.currentThread().getName()));
        assertThat(answers).filteredOn(java.util.Objects::isNull).hasSize(1);
        Object stored = cache.get("key").get();
        assertThat(answers)
                .filteredOn(java.util.Objects::nonNull)
                .allSatisfy(answer -> assertThat(answer.get()).isEqualTo(stored));
    }

    @Test
    void manyRetrieveMakeOneLoad() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<Integer> answers =
                together(() -> cache.retrieve("key", () -> CompletableFuture.supplyAsync(calls::incrementAndGet))
                        .get());
        assertThat(answers).containsOnly(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void retrieveDoesNotWaitForItsLoader() throws Exception {
        CompletableFuture<String> loading = new CompletableFuture<>();
        CompletableFuture<String> answer = cache.retrieve("key", () -> loading);
        assertThat(answer).isNotDone();
        loading.complete("value");
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("value");
    }

    @Test
    void manyLoadersThatRetrieveOtherKeysDoNotDeadlock() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String inner = "inner " + i;
            answers.add(cache.retrieve(
                    "outer " + i, () -> cache.retrieve(inner, () -> CompletableFuture.supplyAsync(() -> inner))));
        }
        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).startsWith("inner");
        }
    }

    @Test
    void thoseWhoJoinedGetTheLoadersFailure() throws Exception {
        IOException failure = new IOException("no");
        CountDownLatch release = new CountDownLatch(1);
        Callable<String> failing = () -> {
            release.await();
            throw failure;
        };
        Joined joined = join(failing, () -> cache.get("key", failing));
        release.countDown();
        for (Future<Throwable> outcome : joined.outcomes) {
            assertThat(outcome.get())
                    .isInstanceOf(ValueRetrievalException.class)
                    .hasCause(failure);
        }
    }

    @Test
    void aTimeoutInALoaderIsTheLoadersFailureForThoseWhoJoinedToo() throws Exception {
        CreationTimeoutException failure =
                new CreationTimeoutException("region", "other", "somebody", Duration.ofSeconds(1));
        CountDownLatch release = new CountDownLatch(1);
        Callable<String> failing = () -> {
            release.await();
            throw failure;
        };
        Joined joined = join(failing, () -> cache.get("key", failing));
        release.countDown();
        for (Future<Throwable> outcome : joined.outcomes) {
            assertThat(outcome.get())
                    .isInstanceOf(ValueRetrievalException.class)
                    .hasCause(failure);
        }
    }

    @Test
    void whoWaitsTooLongIsToldSo() throws Exception {
        DogpileCache impatient = cache(RegionConfig.builder("memory").waitTimeout(Duration.ZERO));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<String> leader = threads.submit(() -> impatient.get("key", () -> {
            running.countDown();
            release.await();
            return "value";
        }));
        running.await();
        assertThatExceptionOfType(CreationTimeoutException.class)
                .isThrownBy(() -> impatient.get("key", () -> "unused"));
        release.countDown();
        assertThat(leader.get()).isEqualTo("value");
    }

    @Test
    void whoIsInterruptedIsToldSo() throws Exception {
        Thread.currentThread().interrupt();
        Throwable thrown = catchThrowable(() -> cache.get("key", () -> {
            throw new InterruptedException();
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(CreationInterruptedException.class);
    }

    @Test
    void directCallersOfTheRegionGetTheExceptionItself() throws Exception {
        IllegalStateException failure = new IllegalStateException("no");
        CountDownLatch release = new CountDownLatch(1);
        Callable<String> failing = () -> {
            release.await();
            throw failure;
        };
        Joined joined = join(failing, () -> cache.getNativeCache().getOrCreate("key", failing));
        release.countDown();
        assertThat(joined.outcomes.get(0).get()).isInstanceOf(ValueRetrievalException.class);
        assertThat(joined.outcomes.get(1).get()).isSameAs(failure);
    }

    @Test
    void putIfAbsentPutsWhereSomebodysLoadFailed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Callable<String> failing = () -> {
            release.await();
            throw new IOException("no");
        };
        Joined joined = join(failing, () -> {
            assertThat(cache.putIfAbsent("key", "put")).isNull();
            return "";
        });
        release.countDown();
        assertThat(joined.outcomes.get(1).get()).isNull();
        assertThat(cache.get("key").get()).isEqualTo("put");
    }

    @Test
    void anEvictionDuringALoadIsNotUndone() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<String> load = threads.submit(() -> cache.get("key", () -> {
            running.countDown();
            release.await();
            return "old";
        }));
        running.await();
        cache.evict("key");
        release.countDown();
        assertThat(load.get()).isEqualTo("old");
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void staleValuesAreServedByLoadingMethodsOnly() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        DogpileCache aging = cache(RegionConfig.builder("memory")
                .expirationTime(Duration.ofSeconds(10))
                .clock(now::get));
        aging.put("key", "old");
        now.updateAndGet(instant -> instant.plusSeconds(11));
        assertThat(aging.get("key")).isNull();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<String> leader = threads.submit(() -> aging.get("key", () -> {
            running.countDown();
            release.await();
            return "new";
        }));
        running.await();
        assertThat(aging.get("key", () -> "unused")).isEqualTo("old");
        assertThat(aging.retrieve("key", () -> CompletableFuture.completedFuture("unused"))
                        .get(30, TimeUnit.SECONDS))
                .isEqualTo("old");
        release.countDown();
        assertThat(leader.get()).isEqualTo("new");
        assertThat(aging.get("key").get()).isEqualTo("new");
    }

    private record Joined(List<Future<Throwable>> outcomes) {}

    /** One caller who leads, and one who waits for it. */
    private Joined join(Callable<String> leading, Callable<String> joining) {
        Future<Throwable> leader = threads.submit(() -> catchThrowable(() -> cache.get("key", leading)));
        await().until(() -> cache.getNativeCache().keyIsLocked("key"));
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Future<Throwable> follower = threads.submit(() -> {
            waiting.set(Thread.currentThread());
            return catchThrowable(joining::call);
        });
        await().until(() -> waiting.get() != null && waiting.get().getState() == Thread.State.TIMED_WAITING);
        return new Joined(List.of(leader, follower));
    }

    private <T> List<T> together(Callable<T> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            futures.add(threads.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : futures) {
            answers.add(future.get(30, TimeUnit.SECONDS));
        }
        return answers;
    }

    private static DogpileCache cache(RegionConfig.Builder config) {
        return new DogpileCache(CacheRegion.of("books", config.build()));
    }
}
