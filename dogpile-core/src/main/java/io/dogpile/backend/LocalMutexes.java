package io.dogpile.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mutexes by key within this JVM, for backends that keep their entries in it. Thread-safe. Only held locks take
 * memory: a key leaves nothing behind once it is released.
 */
public final class LocalMutexes {

    /** Who waits hears of every release. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ConcurrentMap<Object, Holder> holders = new ConcurrentHashMap<>();

    /** Creates an empty set of mutexes. */
    public LocalMutexes() {}

    /**
     * The mutex of a key. Two mutexes of equal keys exclude each other.
     *
     * @param key the key, by {@code equals}
     * @return its mutex
     */
    public Mutex mutex(Object key) {
        return new KeyMutex(key);
    }

    /**
     * How many locks are held now.
     *
     * @return zero when nobody creates anything
     */
    public int heldCount() {
        return holders.size();
    }

    private record Holder(String description, CompletableFuture<Void> released) {}

    private final class KeyMutex implements Mutex {

        private final Object key;

        KeyMutex(Object key) {
            this.key = key;
        }

        @Override
        public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
            Holder mine = new Holder("thread '" + Thread.currentThread().getName() + "'", new CompletableFuture<>());
            long deadline =
                    System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit); // caps what is too long for nanoseconds
            for (Holder other; (other = holders.putIfAbsent(key, mine)) != null; ) {
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0 || !isReleased(other, remaining)) {
                    return Optional.empty();
                }
            }
            return Optional.of(() -> release(mine));
        }

        private static boolean isReleased(Holder other, long limitNanos) throws InterruptedException {
            try {
                other.released.get(limitNanos, TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException held) {
                return false;
            } catch (ExecutionException impossible) {
                throw new AssertionError("a release is no failure", impossible);
            }
        }

        @Override
        public CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
            try {
                Optional<Held> held = tryAcquire(Duration.ZERO);
                return held.isPresent() || limit.isZero()
                        ? CompletableFuture.completedFuture(held)
                        : LockPolling.acquire(this, limit, LONGEST_PAUSE, this::nextRelease, executor);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                return CompletableFuture.failedFuture(interruption);
            }
        }

        private CompletableFuture<Void> nextRelease() {
            Holder holder = holders.get(key);
            return holder == null ? CompletableFuture.completedFuture(null) : holder.released.copy();
        }

        private boolean release(Holder mine) {
            boolean held = holders.remove(key, mine);
            mine.released.complete(null);
            return held;
        }

        @Override
        public boolean isLocked() {
            return holders.containsKey(key);
        }

        @Override
        public String holder() {
            Holder holder = holders.get(key);
            return holder == null ? "nobody" : holder.description;
        }
    }
}
