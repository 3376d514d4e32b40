package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Stages;
import io.dogpile.lock.Fence;
import io.dogpile.lock.Lookup;
import io.dogpile.region.KeyEvent.Creation.Ending;
import io.dogpile.region.KeyEvent.Creation.Mode;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key of one call: classifies what is found under it, and stores what was made for it. */
final class WantedKey<V extends @Nullable Object> {

    final ConfiguredRegion region;
    final Object key;
    final CallOptions options;
    final Type type;

    private final Object callersKey;
    private final Asked asked;

    /** The value that an early refresh is to replace, and what is older. */
    private final long replaced;

    /** The newest invalidation before anything was created. */
    private final long cutoff;

    /** What was found last. Read and written by one step of a creation after the other, in whatever thread. */
    private volatile @Nullable CachedValue<V> found;

    private WantedKey(
            ConfiguredRegion region,
            Object callersKey,
            Object key,
            CallOptions options,
            Asked asked,
            Type type,
            long replaced) {
        this.region = region;
        this.callersKey = callersKey;
        this.key = key;
        this.options = options;
        this.asked = asked;
        this.type = type;
        this.replaced = replaced;
        this.cutoff = region.freshness.newestCutoff();
    }

    static <V extends @Nullable Object> WantedKey<V> of(
            ConfiguredRegion region, Object callersKey, Object key, CallOptions options, long expiration) {
        return new WantedKey<>(
                region,
                callersKey,
                key,
                options,
                region.asked(options, expiration),
                region.type(options),
                Long.MIN_VALUE);
    }

    /** The same, of which only a successor of a value that is still good will do. */
    static <V extends @Nullable Object> WantedKey<V> replacing(
            CachedValue<?> value,
            ConfiguredRegion region,
            Object callersKey,
            Object key,
            CallOptions options,
            long expiration) {
        return new WantedKey<>(
                region,
                callersKey,
                key,
                options,
                region.asked(options, expiration),
                region.type(options),
                value.creationTimeMicros());
    }

    /** For a caller who waits. */
    Lookup<Answer<V>> classify(@Nullable CachedValue<?> entry) {
        return classify(entry, Mode.CALLER);
    }

    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    Lookup<Answer<V>> classify(@Nullable CachedValue<?> entry, Mode mode) {
        CachedValue<V> value = (CachedValue<V>) entry;
        found = value;
        Lookup<Answer<V>> answer = region.failures.orFailing(key, region.freshness.classify(value, asked), asked);
        boolean early = answer instanceof Lookup.Fresh<Answer<V>> fresh
                && fresh.value().entry().creationTimeMicros() <= replaced;
        if (early && answer instanceof Lookup.Fresh<Answer<V>> fresh) {
            answer = new Lookup.Stale<>(fresh.value());
        }
        region.onLook(key, entry, answer, early, mode);
        return answer;
    }

    CreationContext context() {
        return CreationContext.ofOne(region.name, callersKey, options, region.freshness.renewable(found));
    }

    /** Stores what was created, unless something newer has come. */
    Answer<V> store(V value, Begun begun, Fence fence) {
        CreationContext context = begun.context();
        // stamped before the cut-off is read: an invalidation that comes even later catches the stamp
        CachedValue<V> entry = region.entries.entry(
                callersKey, value, begun.started(), region.freshness.stamp(), context.said(callersKey, value));
        Answer<V> answer = Answer.created(entry);
        if (context.isToBeStored(callersKey) && region.isStorable(value) && options.shouldCache(value)) {
            boolean stored = region.freshness.newestCutoff() == begun.cutoff()
                    && fence.commit(held -> region.store.store(key, entry, held));
            if (!stored) {
                answer = NewerData.orElse(region, key, entry, type, asked.expiration());
            }
        } else {
            region.events.onEnding(key, Ending.NOT_TO_BE_STORED);
        }
        region.failures.succeeded(key, found);
        return answer;
    }

    /** A value for this caller alone. */
    Answer<V> unshared(V value) {
        region.events.onEnding(key, Ending.UNSHARED);
        long now = region.freshness.stamp();
        return Answer.created(CachedValue.of(value, now));
    }

    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    private @Nullable CachedValue<V> present() {
        return (CachedValue<V>) region.store.get(key, type);
    }

    /** The previous value in place of a failure, or the one that has replaced it meanwhile. */
    Answer<V> recover(Throwable failure, Fence fence) throws Throwable {
        CachedValue<V> marked = markedBy(failure);
        if (marked == null) {
            fence.commit(held -> {
                region.failures.unrecovered(List.of(key), failure, cutoff, asked);
                return true;
            });
            throw failure;
        }
        return fence.commit(held -> region.store.store(key, marked, held))
                ? Answer.stale(marked)
                : region.failures.newer(present(), marked, asked);
    }

    /** The previous value in place of this caller's own failure, of which nobody else hears. */
    <E extends Throwable> Answer<V> recoverUnshared(E failure) throws E {
        CachedValue<V> marked = markedBy(Stages.unwrap(failure));
        if (marked == null) {
            throw failure;
        }
        return Answer.stale(marked);
    }

    private @Nullable CachedValue<V> markedBy(Throwable failure) {
        CachedValue<V> previous = found;
        return previous != null && region.failures.mayServe(previous, failure, asked)
                ? region.failures.failed(key, previous, failure, asked)
                : null;
    }
}
