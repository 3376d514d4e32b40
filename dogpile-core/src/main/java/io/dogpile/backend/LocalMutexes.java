package io.dogpile.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Mutexes by key within this JVM, for backends that keep their entries in it. Thread-safe. Only held locks take
 * memory: a key leaves nothing behind once it is released.
 */
public final class LocalMutexes {

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

    private record Holder(String description, CountDownLatch released) {}

    private final class KeyMutex implements Mutex {

        private final Object key;

        KeyMutex(Object key) {
            this.key = key;
        }

        @Override
        public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
            Holder mine = new Holder("thread '" + Thread.currentThread().getName() + "'", new CountDownLatch(1));
            long deadline =
                    System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit); // caps what is too long for nanoseconds
            for (Holder other; (other = holders.putIfAbsent(key, mine)) != null; ) {
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0 || !other.released.await(remaining, TimeUnit.NANOSECONDS)) {
                    return Optional.empty();
                }
            }
            return Optional.of(() -> release(mine));
        }

        private boolean release(Holder mine) {
            boolean held = holders.remove(key, mine);
            mine.released.countDown();
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
