package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.lock.CreationTimeoutException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * P8 for who must not wait: what may wait for the backend happens on the executor, however quickly everybody answers. A
 * stage that is done goes on in the thread that attaches to it, so this executor is always quicker than who asks it.
 */
@Timeout(20)
class WaitsOnTheExecutorTests extends MemoryFixture {

    private final Thread caller = Thread.currentThread();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final List<String> waits = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean taken;

    private final CacheRegion region = region(builder -> builder.expirationTime(MINUTE)
            .policies(Policies.NONE.serveStaleOnError(HOUR))
            .futuresExecutor(this::finish)
            .wrap(Distant::new));

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    /** Comes back when the task is done. */
    private void finish(Runnable task) {
        if (Thread.currentThread() != caller) {
            task.run();
            return;
        }
        try {
            executor.submit(task).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "ASYNC_MULTI"})
    void aValueIsStoredAndItsLockReleased(Way way) {
        CompletableFuture<String> value =
                way.ask(region, "key", () -> CompletableFuture.completedFuture("value"), CallOptions.NONE);

        assertThat(value).isCompletedWithValue("value");
        assertThat(waits).containsExactly("read", "lock", "read", "write", "release");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "ASYNC_MULTI"})
    void aFailureIsWrittenBackAndItsLockReleased(Way way) {
        way.ask(region, "key", () -> CompletableFuture.completedFuture("previous"), CallOptions.NONE);
        clock.advance(MINUTE);
        waits.clear();

        CompletableFuture<String> value = way.ask(
                region, "key", () -> CompletableFuture.failedFuture(new IOException("broken")), CallOptions.NONE);

        assertThat(value).isCompletedWithValue("previous");
        assertThat(waits).containsExactly("read", "lock", "read", "write", "release");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "ASYNC_MULTI"})
    void whoHasTheLockIsAsked(Way way) {
        taken = true;

        CompletableFuture<String> value =
                way.ask(region, "key", () -> CompletableFuture.completedFuture("value"), CallOptions.NONE);

        assertThat(value)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CreationTimeoutException.class);
        assertThat(waits).endsWith("holder").doesNotContain("write", "release");
    }

    /** Notes each wait, and on whose thread it was if that is wrong. */
    private final class Distant extends ProxyBackend {

        Distant(CacheBackend proxied) {
            super(proxied);
        }

        private void waits(String what) {
            waits.add(Thread.currentThread() == caller ? what + " on the caller's thread" : what);
        }

        @Override
        public boolean isBlocking() {
            return true;
        }

        @Override
        public CachedValue<?> get(Object key, Type type) {
            waits("read");
            return super.get(key, type);
        }

        @Override
        public Map<Object, CachedValue<?>> getMulti(Collection<?> keys, Type type) {
            waits("read");
            return super.getMulti(keys, type);
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, Held held) {
            waits("write");
            return super.set(key, value, null);
        }

        @Override
        public Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
            waits("write");
            return super.setMulti(values, Map.of());
        }

        @Override
        public Map<Object, Held> tryAcquireMulti(Collection<?> keys) {
            Map<Object, Held> held = new HashMap<>();
            keys.forEach(key -> acquire().ifPresent(lock -> held.put(key, lock)));
            return held;
        }

        private Optional<Held> acquire() {
            waits("lock");
            return taken
                    ? Optional.empty()
                    : Optional.of(() -> {
                        waits("release");
                        return true;
                    });
        }

        @Override
        public Mutex mutex(Object key) {
            return new Mutex() {
                @Override
                public Optional<Held> tryAcquire(Duration limit) {
                    return acquire();
                }

                @Override
                public CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
                    return CompletableFuture.supplyAsync(Distant.this::acquire, executor);
                }

                @Override
                public boolean isLocked() {
                    return taken;
                }

                @Override
                public String holder() {
                    waits("holder");
                    return "another process";
                }
            };
        }
    }
}
