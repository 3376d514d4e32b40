package io.dogpile.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendListener;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.settings.Settings;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Entries by reference, bounded in number, dropped when they are of no more use. Not by Caffeine's expiry, which costs
 * every hit a comparison that the region makes anyway: dropping is mere garbage collection here, and memory grows by
 * writes alone, so a write that comes a retention after the last sweep starts the next one.
 */
final class MemoryBackend implements CacheBackend {

    static final long DEFAULT_MAXIMUM_SIZE = 10_000;

    private static final long FOREVER = Long.MAX_VALUE;
    /** A sweep looks at every entry; with a retention of milliseconds it would never end. */
    private static final long SHORTEST_SWEEP_INTERVAL = TimeUnit.SECONDS.toMicros(10);

    private static final long LONGEST_SWEEP_INTERVAL = TimeUnit.DAYS.toMicros(1);

    private final Cache<Object, CachedValue<?>> entries;
    private final LongAdder evictions = new LongAdder();
    private final LocalMutexes mutexes;
    private final BackendListener listener;
    private final InstantSource clock;
    private final long retentionMicros;
    private final AtomicLong nextSweep;

    MemoryBackend(BackendContext context) {
        listener = context.listener();
        clock = context.clock();
        mutexes = new LocalMutexes(context.timer());
        Duration retention = context.retention();
        retentionMicros = retention == null ? FOREVER : TimeUnit.MICROSECONDS.convert(retention);
        nextSweep = new AtomicLong(CachedValue.nowMicros(clock) + sweepInterval());
        entries = Caffeine.newBuilder()
                .maximumSize(maximumSize(context.arguments()))
                .evictionListener((key, value, cause) -> {
                    evictions.increment();
                    if (key != null) { // it always is there: keys are not weak
                        listener.onEvicted(key, false);
                    }
                })
                .build();
    }

    static long maximumSize(Settings arguments) {
        return arguments.getLong("maximum-size", DEFAULT_MAXIMUM_SIZE, 1);
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    @Override
    public @Nullable CachedValue<?> get(Object key, Type type) {
        return entries.getIfPresent(key);
    }

    @Override
    public @Nullable CachedValue<?> peek(Object key) {
        return entries.policy().getIfPresentQuietly(key);
    }

    @Override
    public Map<Object, CachedValue<?>> getMulti(Collection<?> keys, Type type) {
        return entries.getAllPresent(keys);
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, @Nullable Held held) {
        boolean written = write(key, value);
        sweepIfDue();
        return written;
    }

    @Override
    public Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
        Set<Object> refused = new LinkedHashSet<>();
        values.forEach((key, value) -> {
            if (!write(key, value)) {
                refused.add(key);
            }
        });
        sweepIfDue();
        return refused;
    }

    /** What only waits to be swept counts as gone. */
    private boolean write(Object key, CachedValue<?> value) {
        if (value.dataVersion() < 0) {
            entries.put(key, value);
            return true;
        }
        long now = CachedValue.nowMicros(clock);
        return entries.asMap()
                        .merge(
                                key,
                                value,
                                (present, next) -> next.mayReplace(present) || isUseless(present, now) ? next : present)
                == value;
    }

    private boolean isUseless(CachedValue<?> value, long now) {
        return now - value.creationTimeMicros() >= value.retentionMicros(retentionMicros);
    }

    @Override
    public boolean delete(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public void deleteMulti(Collection<?> keys) {
        entries.invalidateAll(keys);
    }

    @Override
    public Mutex mutex(Object key) {
        return mutexes.mutex(key);
    }

    @Override
    public OptionalLong estimatedSize() {
        return OptionalLong.of(entries.estimatedSize());
    }

    @Override
    public OptionalLong evictionCount() {
        return OptionalLong.of(evictions.sum());
    }

    @Override
    public void close() {
        entries.invalidateAll();
    }

    private void sweepIfDue() {
        if (retentionMicros == FOREVER) {
            return;
        }
        long now = CachedValue.nowMicros(clock);
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + sweepInterval())) {
            ForkJoinPool.commonPool().execute(() -> sweep(now));
        }
    }

    private void sweep(long now) {
        entries.asMap().forEach((key, value) -> {
            if (isUseless(value, now) && entries.asMap().remove(key, value)) {
                listener.onEvicted(key, true);
            }
        });
    }

    private long sweepInterval() {
        return Math.min(Math.max(retentionMicros, SHORTEST_SWEEP_INTERVAL), LONGEST_SWEEP_INTERVAL);
    }
}
