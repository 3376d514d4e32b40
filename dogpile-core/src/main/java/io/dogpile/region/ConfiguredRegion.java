package io.dogpile.region;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.backend.Stages;
import io.dogpile.lock.AsyncThreads;
import io.dogpile.lock.DogpileLock;
import io.dogpile.lock.Lookup;
import io.dogpile.lock.Terms;
import io.dogpile.region.KeyEvent.Creation.Ending;
import io.dogpile.region.KeyEvent.Creation.Mode;
import io.dogpile.region.KeyEvent.Creation.Reason;
import io.dogpile.settings.Settings;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A region with everything it needs to work: what {@link DefaultCacheRegion} becomes once it is configured. Past 300 lines,
 * because every verb of a region meets its parts here.
 */
final class ConfiguredRegion {

    private final RegionConfig config;
    final String name;
    private final boolean ownsBackend;

    final Events events;
    final Store store;
    final KeyMapper keys;
    final Freshness freshness;
    final Entries entries;
    final FailedCreations failures;
    final DogpileLock lock;

    private final Terms terms;

    /** Null unless the region's own policies refresh early. */
    private final @Nullable EarlyRefresh early;

    /** Null unless lookups are counted: all that a hit knows of statistics. */
    private final @Nullable LongAdder hits;

    ConfiguredRegion(String name, RegionConfig config) {
        this.config = config;
        this.events = new Events(name, config);
        this.hits = events.counts.hits;
        this.ownsBackend = config.backend == null;
        CacheBackend backend = config.backend == null ? createBackend(name, config, events) : config.backend;
        InstantSource clock = backend.clock(config.clock);
        if (events.histories != null) {
            events.histories.use(clock);
        }
        RegionInvalidationStrategy invalidation = invalidation(config, backend, clock);
        this.store = new Store(backend, events, OutageCopies.of(name, config, invalidation), invalidation);
        for (int i = config.wrappers.size() - 1; i >= 0; i--) {
            store.wrap(config.wrappers.get(i));
        }
        KeyMangler recommended = backend.keyMangler() == null ? null : backend.keyMangler()::apply;
        this.keys = new KeyMapper(
                backend.stringKeys(),
                config.keyMangler == null ? recommended : config.keyMangler,
                config.keyConversion);
        this.freshness = new Freshness(
                Freshness.micros(config.expirationTime), Freshness.micros(config.serveStale), invalidation, clock);
        this.name = name;
        this.entries = new Entries(name, config);
        this.failures = new FailedCreations(freshness, events, entries, new RememberedFailures(name, config, events));
        this.early = EarlyRefresh.of(config.policies);
        this.terms = terms(config.policies, null);
        this.lock = new DogpileLock("region '" + name + "'", events, config.timer, config.futuresExecutor);
    }

    private static CacheBackend createBackend(String name, RegionConfig config, Events events) {
        String backendName = String.valueOf(config.backendName);
        BackendFactory factory = config.registry.get(config.settingPrefix + "backend", backendName);
        Settings arguments = Settings.of(config.settingPrefix + "arguments.", config.arguments);
        CacheBackend backend = factory.create(
                new BackendContext(name, arguments, config.retention(), config.clock, events, config.timer));
        try {
            arguments.rejectUnknown();
        } catch (RuntimeException refusal) {
            backend.close();
            throw refusal;
        }
        return backend;
    }

    private static RegionInvalidationStrategy invalidation(
            RegionConfig config, CacheBackend backend, InstantSource clock) {
        if (config.invalidationStrategy != null) {
            return config.invalidationStrategy;
        }
        RegionInvalidationStrategy offered = backend.invalidationStrategy();
        return offered == null ? new LocalInvalidation(clock) : offered;
    }

    RegionConfig config() {
        return config;
    }

    @Nullable
    CachedValue<?> find(Object key, CallOptions options) {
        CachedValue<?> value = store.get(keys.map(key), options.type(config.valueType));
        boolean good = value != null && isGood(value, options, options.expirationMicros());
        count(options, good ? 1 : 0, good ? 0 : 1);
        return good ? value : null;
    }

    <K, V extends @Nullable Object> Map<K, V> getMulti(Collection<? extends K> keys, CallOptions options) {
        MappedKeys<K> mapped = new MappedKeys<>(keys, this.keys);
        Map<Object, CachedValue<?>> found = store.getMulti(mapped.distinct(), options.type(config.valueType));
        long limit = options.expirationMicros();
        for (CachedValue<?> each : found.values()) {
            if (!isGood(each, options, limit)) {
                found = new LinkedHashMap<>(found); // may be one that nobody can change
                found.values().removeIf(value -> !isGood(value, options, limit));
                break;
            }
        }
        count(options, found.size(), mapped.distinct().size() - found.size());
        return mapped.values(found);
    }

    private void count(CallOptions options, int found, int missing) {
        if (!options.hasLooked()) {
            events.counts.looked(found, missing);
        }
    }

    private boolean isGood(CachedValue<?> value, CallOptions options, long limit) {
        return options.ignoresExpiration()
                ? value.version() == CachedValue.CURRENT_VERSION
                : freshness.isFresh(value, limit);
    }

    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    <V extends @Nullable Object> V getOrCreate(Object key, Callable<? extends V> creator, CallOptions options) {
        Object mapped = keys.map(key);
        long limit = options == CallOptions.NONE ? Freshness.UNSAID : options.expirationMicros();
        CachedValue<V> seen = (CachedValue<V>) store.get(mapped, options.type(config.valueType));
        if (seen != null && freshness.isFresh(seen, limit)) {
            if (hits != null && !options.hasLooked()) {
                hits.increment();
            }
            if (early != null || options != CallOptions.NONE) {
                refreshIfDue(key, mapped, seen, creator, options, limit);
            }
            return seen.payload();
        }
        return create(key, mapped, seen, creator, options, limit).value();
    }

    <V extends @Nullable Object> CacheResult<V> getOrCreateWithMetadata(
            Object key, Callable<? extends V> creator, CallOptions options) {
        long began = config.timer.nanoTime();
        Object mapped = keys.map(key);
        long limit = options.expirationMicros();
        @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
        CachedValue<V> seen = (CachedValue<V>) store.get(mapped, options.type(config.valueType));
        Answer<V> answer;
        if (seen != null && freshness.isFresh(seen, limit)) {
            count(options, 1, 0);
            refreshIfDue(key, mapped, seen, creator, options, limit);
            answer = Answer.fresh(seen);
        } else {
            answer = create(key, mapped, seen, creator, options, limit);
        }
        return result(answer, limit, began);
    }

    private <V extends @Nullable Object> CacheResult<V> result(Answer<V> answer, long limit, long began) {
        CachedValue<V> entry = answer.entry();
        long remaining = freshness.remainingMicros(entry, limit);
        return new CacheResult<>(
                entry.payload(),
                answer.state(),
                entry.creationTime(),
                entry.age(freshness.clock()),
                remaining == Freshness.FOREVER ? null : Duration.of(remaining, ChronoUnit.MICROS),
                Duration.ofNanos(config.timer.nanoTime() - began));
    }

    /** Apart from the hit, so that the compiler can inline that into its callers. */
    private <V extends @Nullable Object> Answer<V> create(
            Object key,
            Object mapped,
            @Nullable CachedValue<V> seen,
            Callable<? extends V> creator,
            CallOptions options,
            long limit) {
        count(options, 0, 1);
        WantedKey<V> wanted = WantedKey.of(this, key, mapped, options, limit);
        return lock.enter(mapped, wanted.classify(seen), new SingleCreation<>(wanted, creator), terms(options));
    }

    private <V extends @Nullable Object> void refreshIfDue(
            Object key,
            Object mapped,
            CachedValue<V> seen,
            Callable<? extends V> creator,
            CallOptions options,
            long limit) {
        if (isDue(seen, options, limit)) {
            WantedKey<V> wanted = WantedKey.replacing(seen, this, key, mapped, options, limit);
            lock.refresh(mapped, new SingleCreation<>(wanted, creator), terms(options), refresher());
        }
    }

    /** Whether a good value should be made anew already. */
    boolean isDue(CachedValue<?> value, CallOptions options, long limit) {
        EarlyRefresh refresh = early(options);
        return refresh != null
                && refresh.isDue(value, freshness.expiration(value, limit), freshness.nowMicros(), config.randomness);
    }

    /** The region's, unless the call's own policies differ, which most don't: a hit is not to put policies together. */
    private @Nullable EarlyRefresh early(CallOptions options) {
        return options.policies().saysWhenToRefresh() ? EarlyRefresh.of(options.policies(config.policies)) : early;
    }

    boolean refreshesEarly(CallOptions options) {
        return early(options) != null;
    }

    Executor refresher() {
        return config.refreshExecutor;
    }

    Asked asked(CallOptions options, long expiration) {
        return new Asked(expiration, options.serveStaleMicros(), options.policies(config.policies));
    }

    Type type(CallOptions options) {
        return options.type(config.valueType);
    }

    private Terms terms(CallOptions options) {
        Policies policies = options.policies(config.policies);
        return policies == config.policies && options.waitTimeout() == null
                ? terms
                : terms(policies, options.waitTimeout());
    }

    private Terms terms(Policies policies, @Nullable Duration own) {
        Duration sooner = own != null && own.compareTo(config.waitTimeout) < 0 ? own : null;
        return new Terms(
                sooner == null ? config.waitTimeout : sooner,
                sooner != null,
                policies.creationSoftTimeout(),
                policies.creationTimeout(),
                policies.maximumCreations(),
                config.asyncCreation,
                config.creationExecutor);
    }

    <K, V extends @Nullable Object> Map<K, V> getOrCreateMulti(
            Collection<? extends K> keys, MultiCreator<K, ? extends V> creator, CallOptions options) {
        MappedKeys<K> mapped = new MappedKeys<>(keys, this.keys);
        Map<Object, CachedValue<?>> found = store.getMulti(mapped.distinct(), options.type(config.valueType));
        long limit = options.expirationMicros();
        if (early(options) == null && mapped.allMatch(found, entry -> freshness.isFresh(entry, limit))) {
            count(options, mapped.distinct().size(), 0);
            return mapped.values(found);
        }
        return create(new WantedKeys<>(this, mapped, options, limit), found, creator, options);
    }

    private <K, V extends @Nullable Object> Map<K, V> create(
            WantedKeys<K, V> wanted,
            Map<Object, CachedValue<?>> found,
            MultiCreator<K, ? extends V> creator,
            CallOptions options) {
        MultiCreation<K, V> creation = new MultiCreation<>(wanted, creator);
        Map<Object, Lookup<Answer<V>>> seen = wanted.classify(wanted.mappedKeys(), found, Mode.CALLER);
        int fresh = (int) seen.values().stream()
                .filter(answer -> answer instanceof Lookup.Fresh)
                .count();
        count(options, fresh, seen.size() - fresh);
        Map<Object, CachedValue<?>> due = wanted.due(seen);
        if (!due.isEmpty()) {
            lock.refreshMulti(
                    due.keySet(), new MultiCreation<>(wanted.replacing(due), creator), terms(options), refresher());
        }
        return wanted.inOrder(lock.enterMulti(seen, creation, terms(options)));
    }

    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    <V extends @Nullable Object> CompletableFuture<@Nullable CachedValue<V>> findAsync(
            Object key, CallOptions options) {
        return Stages.map(
                store.getAsync(
                        keys.map(key), options.type(config.valueType), threads().executor()),
                value -> {
                    boolean good = value != null && isGood(value, options, options.expirationMicros());
                    count(options, good ? 1 : 0, good ? 0 : 1);
                    return good ? (CachedValue<V>) value : null;
                });
    }

    <V extends @Nullable Object> CompletableFuture<V> getOrCreateAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator, CallOptions options) {
        return Stages.map(answerAsync(key, creator, options, options.expirationMicros()), Answer::value);
    }

    <V extends @Nullable Object> CompletableFuture<CacheResult<V>> getOrCreateWithMetadataAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator, CallOptions options) {
        long began = config.timer.nanoTime();
        long limit = options.expirationMicros();
        return Stages.map(this.<V>answerAsync(key, creator, options, limit), answer -> result(answer, limit, began));
    }

    private <V extends @Nullable Object> CompletableFuture<Answer<V>> answerAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator, CallOptions options, long limit) {
        Object mapped = keys.map(key);
        Supplier<? extends CompletionStage<? extends V>> call = context().carry(creator);
        AsyncSingleCreation<V> creation =
                new AsyncSingleCreation<>(WantedKey.of(this, key, mapped, options, limit), call);
        return Stages.map(lock.enterAsync(mapped, creation, terms(options), threads()), answer -> {
            if (answer.state() == CacheResult.State.FRESH && isDue(answer.entry(), options, limit)) {
                WantedKey<V> wanted = WantedKey.replacing(answer.entry(), this, key, mapped, options, limit);
                lock.refreshAsync(
                        mapped, new AsyncSingleCreation<>(wanted, call), terms(options), refresher(), threads());
            }
            return answer;
        });
    }

    <K, V extends @Nullable Object> CompletableFuture<Map<K, V>> getOrCreateMultiAsync(
            Collection<? extends K> keys, AsyncMultiCreator<K, ? extends V> creator, CallOptions options) {
        WantedKeys<K, V> wanted =
                new WantedKeys<>(this, new MappedKeys<>(keys, this.keys), options, options.expirationMicros());
        AsyncMultiCreator<K, ? extends V> call = context().carry(creator);
        AsyncMultiCreation<K, V> creation = new AsyncMultiCreation<>(wanted, call);
        return Stages.map(lock.enterMultiAsync(wanted.mappedKeys(), creation, terms(options), threads()), answers -> {
            Map<Object, CachedValue<?>> due = wanted.dueOf(answers);
            if (!due.isEmpty()) {
                lock.refreshMultiAsync(
                        due.keySet(),
                        new AsyncMultiCreation<>(wanted.replacing(due), call),
                        terms(options),
                        refresher(),
                        threads());
            }
            return wanted.inOrder(answers);
        });
    }

    /** Where a backend does not block, the thread that asks calls the creator. */
    private CarriedContext context() {
        return CarriedContext.here(store.backend().isBlocking() ? config.contextCarrier : null);
    }

    private AsyncThreads threads() {
        return new AsyncThreads(config.futuresExecutor, store.backend().isBlocking());
    }

    /** Whether a value may be stored at all; what the options' predicate says is for created values only. */
    boolean isStorable(@Nullable Object value) {
        return value != null || config.cacheNullValues;
    }

    void set(Object key, @Nullable Object value, CallOptions options) {
        if (!options.shouldCache(value)) {
            return;
        }
        Object mapped = keys.map(key);
        CachedValue<?> entry = entry(key, value, freshness.stamp(), options);
        lock.change(List.of(mapped), () -> {
            failures.forget(List.of(mapped));
            store.set(mapped, entry);
            return true;
        });
    }

    void setMulti(Map<?, ? extends @Nullable Object> values) {
        long stamp = freshness.stamp();
        Map<Object, CachedValue<?>> made = new LinkedHashMap<>();
        values.forEach((key, value) -> made.put(keys.map(key), entry(key, value, stamp, CallOptions.NONE)));
        lock.change(made.keySet(), () -> {
            if (!made.isEmpty()) {
                failures.forget(made.keySet());
                store.setMulti(made);
            }
            return true;
        });
    }

    @SuppressWarnings("NullAway") // its generics don't follow a nullable type argument through a method
    private CachedValue<?> entry(Object key, @Nullable Object value, long stamp, CallOptions said) {
        if (!isStorable(value)) {
            throw new IllegalArgumentException("The value of key '" + key
                    + "' is null, and this region does not cache nulls (cache-null-values is false)");
        }
        return entries.entry(key, value, stamp, stamp, said);
    }

    boolean delete(Object key) {
        Object mapped = keys.map(key);
        return lock.change(List.of(mapped), () -> {
            failures.forget(List.of(mapped));
            return store.delete(mapped);
        });
    }

    void deleteMulti(Collection<?> unwanted) {
        List<Object> mapped = unwanted.stream().map(keys::map).toList();
        if (!mapped.isEmpty()) {
            lock.change(mapped, () -> {
                failures.forget(mapped);
                store.deleteMulti(mapped);
                return true;
            });
        }
    }

    KeyFence fence(Collection<?> unsettled) {
        List<Object> mapped = unsettled.stream().map(keys::map).toList();
        if (mapped.isEmpty()) {
            return KeyFence.NONE;
        }
        KeyFence here = lock.fence(mapped);
        KeyFence elsewhere = store.fence(mapped);
        return () -> {
            elsewhere.close();
            here.close();
        };
    }

    KeyWatch watch(Object key) {
        return new WatchedKey(this, keys.map(key));
    }

    void invalidate(boolean hard) {
        freshness.invalidation().invalidate(hard);
        events.onInvalidated(hard, freshness.invalidation());
        lock.supersedeAll();
    }

    /** A look at a key, which is why a creation follows if one does. */
    <V extends @Nullable Object> void onLook(
            Object key, @Nullable CachedValue<?> found, Lookup<Answer<V>> answer, boolean early, Mode mode) {
        if (events.histories != null && !(answer instanceof Lookup.Fresh)) {
            boolean background = early || (answer instanceof Lookup.Stale && config.asyncCreation != null);
            events.histories.onFound(
                    key,
                    early ? Reason.EARLY_REFRESH : freshness.staleness(found),
                    background ? Mode.BACKGROUND : mode);
        }
    }

    /** A created value was not stored, because something newer has come, or will. */
    void unstored(Object key) {
        if (events.histories != null && lock.isFenced(key)) {
            events.onEnding(key, Ending.FENCED);
        }
        events.onSuperseded(key);
    }

    /** Here and now, unless the backend would block. */
    <T extends @Nullable Object> CompletableFuture<T> change(Supplier<T> change) {
        return CompletableFuture.supplyAsync(
                change, store.backend().isBlocking() ? config.futuresExecutor : Runnable::run);
    }

    boolean keyIsLocked(Object key) {
        Object mapped = keys.map(key);
        return lock.isCreating(mapped) || store.backend().mutex(mapped).isLocked();
    }

    KeyHistory explain(Object key) {
        Object mapped = keys.map(key);
        return new KeyHistory(
                key, events.histories == null ? List.of() : events.histories.of(mapped, freshness.invalidation()));
    }

    KeyState inspect(Object key) {
        Object mapped = keys.map(key);
        CachedValue<?> entry = store.backend().peek(mapped);
        return new KeyState(
                key,
                entry == null ? null : EntryStates.of(entry, freshness, asked(CallOptions.NONE, Freshness.UNSAID)),
                lock.runningCreation(mapped),
                keyIsLocked(key));
    }

    void close() {
        if (ownsBackend) {
            store.backend().close();
        }
    }
}
