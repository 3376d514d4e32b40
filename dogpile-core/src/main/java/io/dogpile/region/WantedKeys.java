package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Stages;
import io.dogpile.lock.BatchFence;
import io.dogpile.lock.Lookup;
import io.dogpile.region.KeyEvent.Creation.Ending;
import io.dogpile.region.KeyEvent.Creation.Mode;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of one call: translates between the caller's and the backend's, and stores what was made for them. */
final class WantedKeys<K, V extends @Nullable Object> {

    final ConfiguredRegion region;
    final Type type;
    final CallOptions options;

    private final Asked asked;
    private final MappedKeys<K> mapped;
    private final Map<Object, K> wanted = new LinkedHashMap<>();

    /** The entries that were found last, by key. */
    private final Map<Object, CachedValue<V>> found = new ConcurrentHashMap<>();

    /** When those values were made that an early refresh is to replace, by key. */
    private final Map<Object, Long> replaced;

    /** The newest invalidation before anything was created. */
    private final long cutoff;

    WantedKeys(ConfiguredRegion region, MappedKeys<K> mapped, CallOptions options, long expiration) {
        this(region, mapped, options, region.asked(options, expiration), Map.of());
    }

    /** With keys of which only successors of values that are still good will do. */
    private WantedKeys(
            ConfiguredRegion region,
            MappedKeys<K> mapped,
            CallOptions options,
            Asked asked,
            Map<Object, CachedValue<?>> replaced) {
        this.region = region;
        this.options = options;
        this.cutoff = region.freshness.newestCutoff();
        this.asked = asked;
        this.type = region.type(options);
        this.replaced = replaced.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().creationTimeMicros()));
        this.mapped = mapped;
        mapped.forEach((key, mappedKey) -> wanted.putIfAbsent(mappedKey, key));
    }

    Set<Object> mappedKeys() {
        return wanted.keySet();
    }

    @SuppressWarnings("NullAway") // keys come from this object's own map
    List<K> asked(List<Object> keys) {
        return keys.stream().map(wanted::get).toList();
    }

    Map<K, V> inOrder(Map<Object, Answer<V>> answers) {
        Map<K, V> ordered = new LinkedHashMap<>();
        mapped.forEach((key, mappedKey) -> {
            Answer<V> answer = answers.get(mappedKey);
            if (answer != null) {
                ordered.put(key, answer.value());
            }
        });
        return ordered;
    }

    Map<Object, Lookup<Answer<V>>> classify(Collection<Object> keys, Map<Object, CachedValue<?>> entries, Mode mode) {
        Map<Object, Lookup<Answer<V>>> answers = new LinkedHashMap<>();
        keys.forEach(key -> answers.put(key, classify(key, entries.get(key), mode)));
        return answers;
    }

    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    private Lookup<Answer<V>> classify(Object key, @Nullable CachedValue<?> entry, Mode mode) {
        CachedValue<V> value = (CachedValue<V>) entry;
        if (value == null) {
            found.remove(key);
        } else {
            found.put(key, value);
        }
        Lookup<Answer<V>> answer = region.failures.orFailing(key, region.freshness.classify(value, asked), asked);
        boolean early = answer instanceof Lookup.Fresh<Answer<V>> fresh
                && fresh.value().entry().creationTimeMicros() <= replaced.getOrDefault(key, Long.MIN_VALUE);
        if (early && answer instanceof Lookup.Fresh<Answer<V>> fresh) {
            answer = new Lookup.Stale<>(fresh.value());
        }
        region.onLook(key, entry, answer, early, mode);
        return answer;
    }

    /** The fresh values that should be made anew already, by key. */
    Map<Object, CachedValue<?>> due(Map<Object, Lookup<Answer<V>>> seen) {
        Map<Object, Answer<V>> fresh = new LinkedHashMap<>();
        seen.forEach((key, answer) -> {
            if (answer instanceof Lookup.Fresh<Answer<V>> found) {
                fresh.put(key, found.value());
            }
        });
        return dueOf(fresh);
    }

    /** {@link #due} of answers that came of looks and creations. */
    Map<Object, CachedValue<?>> dueOf(Map<Object, Answer<V>> answers) {
        Map<Object, CachedValue<?>> due = new LinkedHashMap<>();
        if (asked.policies().refreshEarly()) {
            answers.forEach((key, answer) -> {
                if (answer.state() == CacheResult.State.FRESH
                        && region.isDue(answer.entry(), options, asked.expiration())) {
                    due.put(key, answer.entry());
                }
            });
        }
        return due;
    }

    /** Those of these keys whose values are to be replaced. */
    @SuppressWarnings("NullAway") // keys come from this object's own map
    WantedKeys<K, V> replacing(Map<Object, CachedValue<?>> due) {
        List<K> keys = due.keySet().stream().map(wanted::get).toList();
        return new WantedKeys<>(region, new MappedKeys<>(keys, region.keys), options, asked, due);
    }

    /** The previous values of those keys for which there is one to serve, in place of a failure. */
    Map<Object, Answer<V>> recover(List<Object> keys, Throwable failure, BatchFence fence) {
        Map<Object, CachedValue<?>> marked = new LinkedHashMap<>();
        Map<Object, Answer<V>> served = new LinkedHashMap<>();
        List<Object> unserved = new ArrayList<>();
        for (Object key : keys) {
            CachedValue<V> previous = found.get(key);
            if (previous != null && region.failures.mayServe(previous, failure, asked)) {
                CachedValue<V> known = region.failures.failed(key, previous, failure, asked);
                marked.put(key, known);
                served.put(key, Answer.stale(known));
            } else {
                unserved.add(key);
            }
        }
        fence.commit(unserved, held -> region.failures.unrecovered(held.keySet(), failure, cutoff, asked));
        if (!marked.isEmpty()) {
            Set<Object> unmarked = new LinkedHashSet<>(marked.keySet());
            Set<Object> refused = new LinkedHashSet<>();
            unmarked.removeAll(fence.commit(List.copyOf(marked.keySet()), held -> {
                marked.keySet().retainAll(held.keySet());
                refused.addAll(region.store.storeMulti(marked, held));
            }));
            unmarked.addAll(refused);
            served.putAll(replaced(unmarked, served));
        }
        return served;
    }

    /** The previous values in place of this caller's own failure, of which nobody else hears, if all keys have one. */
    <E extends Throwable> Map<Object, Answer<V>> recoverUnshared(List<Object> keys, E failure) throws E {
        Throwable cause = Stages.unwrap(failure);
        Map<Object, CachedValue<V>> previous = new LinkedHashMap<>();
        for (Object key : keys) {
            CachedValue<V> value = found.get(key);
            if (value == null || !region.failures.mayServe(value, cause, asked)) {
                throw failure;
            }
            previous.put(key, value);
        }
        Map<Object, Answer<V>> served = new LinkedHashMap<>();
        previous.forEach(
                (key, value) -> served.put(key, Answer.stale(region.failures.failed(key, value, cause, asked))));
        return served;
    }

    /** What is there now instead of previous values that could not be written back. */
    @SuppressWarnings({"NullAway", "unchecked"}) // the keys are those of the map; see CacheRegion on types
    private Map<Object, Answer<V>> replaced(Set<Object> unmarked, Map<Object, Answer<V>> served) {
        Map<Object, CachedValue<?>> present = unmarked.isEmpty() ? Map.of() : region.store.getMulti(unmarked, type);
        Map<Object, Answer<V>> answers = new LinkedHashMap<>();
        present.forEach((key, entry) -> answers.put(
                key,
                region.failures.newer((CachedValue<V>) entry, served.get(key).entry(), asked)));
        return answers;
    }

    /** Values for this caller alone. */
    Map<Object, Answer<V>> unshared(Map<Object, V> created) {
        long now = region.freshness.stamp();
        Map<Object, Answer<V>> answers = new LinkedHashMap<>();
        created.forEach((key, value) -> {
            region.events.onEnding(key, Ending.UNSHARED);
            answers.put(key, Answer.created(CachedValue.of(value, now)));
        });
        return answers;
    }

    /** What a creator made, without keys that it was not asked for. */
    @SuppressWarnings("NullAway") // it is in the map; null only if the value is
    Map<Object, V> byMappedKey(List<Object> keys, @Nullable Map<? extends K, ? extends V> made) {
        Objects.requireNonNull(made, "the creator of several keys returned null instead of a map");
        Map<Object, V> created = new LinkedHashMap<>();
        for (Object key : keys) {
            K asked = wanted.get(key);
            if (made.containsKey(asked)) {
                created.put(key, made.get(asked));
            }
        }
        return created;
    }

    @SuppressWarnings("NullAway") // keys come from this object's own map
    CreationContext context(List<Object> keys) {
        Map<Object, CachedValue<?>> previous = new LinkedHashMap<>();
        keys.forEach(key -> {
            CachedValue<?> entry = region.freshness.renewable(found.get(key));
            if (entry != null) {
                previous.put(wanted.get(key), entry);
            }
        });
        return CreationContext.ofSeveral(region.name, asked(keys), options, previous);
    }

    @SuppressWarnings("NullAway") // keys come from this object's own map
    Map<Object, Answer<V>> store(Map<Object, V> created, Begun begun, BatchFence fence) {
        long stamp = region.freshness.stamp();
        Map<Object, Answer<V>> answers = new LinkedHashMap<>();
        Map<Object, CachedValue<?>> entries = new LinkedHashMap<>();
        created.forEach((key, value) -> {
            K asked = wanted.get(key);
            CachedValue<V> entry = region.entries.entry(
                    asked, value, begun.started(), stamp, begun.context().said(asked, value));
            answers.put(key, Answer.created(entry));
            if (begun.context().isToBeStored(asked) && region.isStorable(value) && options.shouldCache(value)) {
                entries.put(key, entry);
            } else {
                region.events.onEnding(key, Ending.NOT_TO_BE_STORED);
            }
            region.failures.succeeded(key, found.get(key));
        });
        Map<Object, CachedValue<?>> all = new LinkedHashMap<>(entries);
        Set<Object> unstored = new LinkedHashSet<>(entries.keySet());
        if (region.freshness.newestCutoff() == begun.cutoff()) {
            Set<Object> refused = new LinkedHashSet<>();
            unstored.removeAll(fence.commit(List.copyOf(entries.keySet()), held -> {
                entries.keySet().retainAll(held.keySet());
                refused.addAll(region.store.storeMulti(entries, held));
            }));
            unstored.addAll(refused);
        }
        all.keySet().retainAll(unstored);
        answers.putAll(NewerData.orElse(region, all, type, this.asked.expiration()));
        return answers;
    }
}
