package io.dogpile.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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

    private final WaitTimer timer;

    /** Creates an empty set of mutexes, where those who wait do so in the machine's own time. */
    public LocalMutexes() {
        this(WaitTimer.SYSTEM);
    }

    /**
     * Creates an empty set of mutexes.
     *
     * @param timer where the time for waiting comes from
     */
    public LocalMutexes(WaitTimer timer) {
        this.timer = timer;
    }

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
                    timer.nanoTime() + TimeUnit.NANOSECONDS.convert(limit); // caps what is too long for nanoseconds
            for (Holder other; (other = holders.putIfAbsent(key, mine)) != null; ) {
                long remaining = deadline - timer.nanoTime();
                if (remaining <= 0 || !isReleased(other, remaining)) {
                    return Optional.empty();
                }
            }
            return Optional.of(() -> release(mine));
        }

        private boolean isReleased(Holder other, long limitNanos) throws InterruptedException {
            try {
                timer.await(other.released, limitNanos);
                return true;
            } catch (TimeoutException held) {
                return false;
            }
        }

        @Override
        public CompletableFuture<Optional<Held>> tryAcquireAsync(Duration limit, Executor executor) {
            try {
                Optional<Held> held = tryAcquire(Duration.ZERO);
                return held.isPresent() || limit.isZero()
                        ? CompletableFuture.completedFuture(held)
                        : LockPolling.acquire(this, limit, LONGEST_PAUSE, this::nextRelease, executor, timer);
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
