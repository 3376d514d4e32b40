package io.dogpile.region;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.lock.RunningCreation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A named cache that protects what is behind it: when a value is missing or stale, one caller creates it; the others
 * get the stale value at once or, if there is none, wait a bounded time for that one creation. Thread-safe.
 * Counterpart of dogpile.cache's {@code CacheRegion}. Past 300 lines only because every verb is documented.
 *
 * <pre>{@code
 * CacheRegion reports = CacheRegion.of("reports", RegionConfig.builder("memory").expirationTime(Duration.ofMinutes(5)).build());
 * Report report = reports.getOrCreate("2026-11", () -> database.report("2026-11"));
 * }</pre>
 *
 * <p><b>Keys</b> must not be null. A backend in memory compares them by {@code equals}; one that stores bytes needs
 * their text, see {@link UnstableKeyException}. <b>Values</b> may be null unless the region was told otherwise.
 * <b>Types</b> are the caller's: a key that is read as another type than it was written as gives a
 * {@link ClassCastException} where the value is used.
 *
 * <p><b>When the backend fails</b>, reading finds nothing and creating goes on without it; both are logged and
 * reported to {@link RegionListener#onBackendError}. Setting, deleting and invalidating throw the backend's exception,
 * because an application that goes on would serve values that it believes gone.
 *
 * <p>Every method but {@link #name}, {@link #configure}, {@link #configureFromConfig}, {@link #isConfigured},
 * {@link #close} and those that wrap functions throws {@link RegionNotConfiguredException} before the region is
 * configured.
 */
public interface CacheRegion extends AutoCloseable {

    /** As an expiration time: never. As a stale window: for ever. */
    Duration NEVER = Duration.ofSeconds(-1);

    /**
     * Creates a region that is still to be configured. Counterpart of {@code make_region}.
     *
     * @param name the region's name
     * @return the region
     */
    static CacheRegion create(String name) {
        return new DefaultCacheRegion(name);
    }

    /**
     * Creates a configured region.
     *
     * @param name the region's name
     * @param config its configuration
     * @return the region
     * @throws io.dogpile.settings.InvalidSettingException if the backend is unknown or refuses an argument
     */
    static CacheRegion of(String name, RegionConfig config) {
        return create(name).configure(config);
    }

    /**
     * The region's name.
     *
     * @return the name
     */
    String name();

    /**
     * Configures the region.
     *
     * @param config the configuration
     * @return this region
     * @throws RegionAlreadyConfiguredException if it is configured and the configuration does not say to replace
     * @throws io.dogpile.settings.InvalidSettingException if the backend is unknown or refuses an argument
     */
    CacheRegion configure(RegionConfig config);

    /**
     * Configures the region from a flat map, such as properties that were read from a file. Of the names that start
     * with the prefix it reads {@code backend}, {@code expiration_time}, {@code serve_stale}, {@code wait_timeout},
     * {@code cache_null_values}, {@code record_stats}, {@code key_mangler}, {@code wrap}, {@code replace_existing_backend} and {@code
     * arguments.*}; dashes may stand for underscores. Text is coerced to numbers, true, false and none.
     *
     * @param values values by full name
     * @param prefix what the names start with, such as {@code cache.local.}
     * @return this region
     * @throws RegionAlreadyConfiguredException if it is configured and the map does not say to replace
     * @throws io.dogpile.settings.InvalidSettingException if a name or a value can't be used
     */
    CacheRegion configureFromConfig(Map<String, ? extends @Nullable Object> values, String prefix);

    /**
     * Whether the region can be used.
     *
     * @return true if it is configured
     */
    boolean isConfigured();

    /**
     * Whether null is stored like any other value.
     *
     * @return false if setting null is refused and a creator's null is not stored
     */
    boolean cachesNullValues();

    /**
     * Whether values may be made anew before they expire, which needs a creator: a caller who looks for a value first, and
     * creates it only if there is none, never has that done.
     *
     * @param options what the caller's calls do differently
     * @return true if {@code getOrCreate} is the better way to look
     */
    boolean refreshesEarly(CallOptions options);

    /**
     * Puts a proxy around the backend. The one that is put last is the outermost.
     *
     * @param wrapper makes the proxy
     * @return this region
     */
    CacheRegion wrap(BackendWrapper wrapper);

    /**
     * The backend with all its proxies.
     *
     * @return the backend
     */
    CacheBackend backend();

    /**
     * The backend beneath all proxies.
     *
     * @return the backend
     */
    CacheBackend actualBackend();

    /**
     * The value, if there is a fresh one. A null does not tell whether null is cached or nothing is; {@link
     * #getValueMetadata} does.
     *
     * @param <V> type of the value
     * @param key the key
     * @return the value, or null
     */
    default <V> @Nullable V get(Object key) {
        return get(key, CallOptions.NONE);
    }

    /**
     * The value, if there is one that is good by the given options.
     *
     * @param <V> type of the value
     * @param key the key
     * @param options another expiration time, or none at all
     * @return the value, or null
     */
    <V> @Nullable V get(Object key, CallOptions options);

    /**
     * The fresh values of several keys, by one read of the backend.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param keys the keys
     * @return the values by key, in the keys' order; keys without a value are left out
     */
    default <K, V extends @Nullable Object> Map<K, V> getMulti(Collection<? extends K> keys) {
        return getMulti(keys, CallOptions.NONE);
    }

    /**
     * The values of several keys that are good by the given options, by one read of the backend.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param keys the keys
     * @param options another expiration time, or none at all
     * @return the values by key, in the keys' order; keys without a value are left out
     */
    <K, V extends @Nullable Object> Map<K, V> getMulti(Collection<? extends K> keys, CallOptions options);

    /**
     * The fresh value with its metadata.
     *
     * @param <V> type of the value
     * @param key the key
     * @return the entry, or null if there is none; an entry whose payload is null means that null is cached
     */
    default <V extends @Nullable Object> @Nullable CachedValue<V> getValueMetadata(Object key) {
        return getValueMetadata(key, CallOptions.NONE);
    }

    /**
     * The value with its metadata, if there is one that is good by the given options.
     *
     * @param <V> type of the value
     * @param key the key
     * @param options another expiration time, or none at all
     * @return the entry, or null if there is none
     */
    <V extends @Nullable Object> @Nullable CachedValue<V> getValueMetadata(Object key, CallOptions options);

    /**
     * The value: a fresh one, a stale one while its successor is made, or a newly created one.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creator makes the value; it may use the region, for any key
     * @return the value
     * @throws io.dogpile.lock.CreationException if the creator threw a checked exception; unchecked ones come as they
     *     are, to every caller that waited for that creation
     * @throws io.dogpile.lock.CreationTimeoutException if another's creation took longer than the wait timeout
     * @throws io.dogpile.lock.CreationInterruptedException if the thread was interrupted; its flag is set
     */
    default <V extends @Nullable Object> V getOrCreate(Object key, Callable<? extends V> creator) {
        return getOrCreate(key, creator, CallOptions.NONE);
    }

    /**
     * Like {@link #getOrCreate(Object, Callable)}, with options for this call.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creator makes the value; it may use the region, for any key
     * @param options what this call does differently
     * @return the value
     * @throws io.dogpile.lock.CreationException if the creator threw a checked exception
     * @throws io.dogpile.lock.CreationTimeoutException if another's creation took longer than the wait timeout
     * @throws io.dogpile.lock.CreatorTimeoutException if the creator took longer than {@link Policies#creationTimeout}
     * @throws io.dogpile.lock.CreationRejectedException if there was no turn, see {@link Policies#maximumCreations}
     * @throws io.dogpile.lock.CreationInterruptedException if the thread was interrupted; its flag is set
     */
    <V extends @Nullable Object> V getOrCreate(Object key, Callable<? extends V> creator, CallOptions options);

    /**
     * The values of several keys, by one read of the backend. The creator is called at most once for the keys that
     * this caller was elected for, and what it made is stored by one write; keys that others are creating are waited
     * for afterwards.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param keys the keys
     * @param creator makes the values of the keys it is given
     * @return the values by key, in the keys' order; keys for which the creator had no value are left out
     * @throws io.dogpile.lock.CreationException if a creator threw a checked exception
     * @throws io.dogpile.lock.CreationTimeoutException if another's creation took longer than the wait timeout
     * @throws io.dogpile.lock.CreationInterruptedException if the thread was interrupted; its flag is set
     */
    default <K, V extends @Nullable Object> Map<K, V> getOrCreateMulti(
            Collection<? extends K> keys, MultiCreator<K, ? extends V> creator) {
        return getOrCreateMulti(keys, creator, CallOptions.NONE);
    }

    /**
     * Like {@link #getOrCreateMulti(Collection, MultiCreator)}, with options for this call.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param keys the keys
     * @param creator makes the values of the keys it is given
     * @param options what this call does differently
     * @return the values by key, in the keys' order; keys for which the creator had no value are left out
     * @throws io.dogpile.lock.CreationException if a creator threw a checked exception
     * @throws io.dogpile.lock.CreationTimeoutException if another's creation took longer than the wait timeout
     * @throws io.dogpile.lock.CreationInterruptedException if the thread was interrupted; its flag is set
     */
    <K, V extends @Nullable Object> Map<K, V> getOrCreateMulti(
            Collection<? extends K> keys, MultiCreator<K, ? extends V> creator, CallOptions options);

    /**
     * Like {@link #getOrCreate(Object, Callable)}, and tells how the value was come by.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creator makes the value
     * @return the value with its age, and whether it is fresh, stale or new
     * @see #getOrCreateWithMetadata(Object, Callable, CallOptions)
     */
    default <V extends @Nullable Object> CacheResult<V> getOrCreateWithMetadata(
            Object key, Callable<? extends V> creator) {
        return getOrCreateWithMetadata(key, creator, CallOptions.NONE);
    }

    /**
     * Like {@link #getOrCreate(Object, Callable, CallOptions)}, and tells how the value was come by.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creator makes the value
     * @param options what this call does differently
     * @return the value with its age, and whether it is fresh, stale or new
     * @throws io.dogpile.lock.CreationException if the creator threw a checked exception
     * @throws io.dogpile.lock.CreationTimeoutException if another's creation took longer than the wait timeout
     * @throws io.dogpile.lock.CreatorTimeoutException if the creator took longer than it may
     * @throws io.dogpile.lock.CreationRejectedException if too many creators were running
     * @throws io.dogpile.lock.CreationInterruptedException if the thread was interrupted; its flag is set
     */
    <V extends @Nullable Object> CacheResult<V> getOrCreateWithMetadata(
            Object key, Callable<? extends V> creator, CallOptions options);

    /**
     * Like {@link #getOrCreateAsync(Object, Supplier, CallOptions)}, and tells how the value was come by.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creator begins to make the value
     * @param options what this call does differently
     * @return a future of the value with its age, and whether it is fresh, stale or new
     */
    <V extends @Nullable Object> CompletableFuture<CacheResult<V>> getOrCreateWithMetadataAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator, CallOptions options);

    /**
     * Like {@link #getValueMetadata(Object, CallOptions)}, without making the caller wait.
     *
     * @param <V> type of the value
     * @param key the key
     * @param options another expiration time, or none at all
     * @return a future of the entry, or of null if there is none; completed already if the backend is in memory
     */
    <V extends @Nullable Object> CompletableFuture<@Nullable CachedValue<V>> getValueMetadataAsync(
            Object key, CallOptions options);

    /**
     * Like {@link #getOrCreate(Object, Callable)}, without making the caller wait.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creator begins to make the value
     * @return a future of the value
     * @see #getOrCreateAsync(Object, Supplier, CallOptions)
     */
    default <V extends @Nullable Object> CompletableFuture<V> getOrCreateAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator) {
        return getOrCreateAsync(key, creator, CallOptions.NONE);
    }

    /**
     * Like {@link #getOrCreate(Object, Callable, CallOptions)}, without making the caller wait: the way to use a region
     * from the thread of an event loop. Blocking and asynchronous callers of a key share one creation.
     *
     * <p>The future is the caller's own. Completing or cancelling it ends nothing but this caller's waiting; a creation
     * goes on, and is stored. It fails with what the creator failed with, the same object for everybody who waited for
     * it; if the creator throws or returns null instead of a stage, that is a failure like any other. Where it completes
     * is told in {@code docs/how-it-works.md}.
     *
     * @param <V> type of the value
     * @param key the key
     * @param creator begins to make the value. It is called on this thread if the backend is in memory, else on the
     *     {@linkplain RegionConfig.Builder#futuresExecutor executor}. It may use the region for any key; what it does
     *     later must not wait for its own
     * @param options what this call does differently
     * @return a future of the value; it fails with a {@link io.dogpile.lock.CreationTimeoutException} if another's
     *     creation took longer than the wait timeout
     */
    <V extends @Nullable Object> CompletableFuture<V> getOrCreateAsync(
            Object key, Supplier<? extends CompletionStage<? extends V>> creator, CallOptions options);

    /**
     * Like {@link #getOrCreateMulti(Collection, MultiCreator)}, without making the caller wait.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param keys the keys
     * @param creator begins to make the values of the keys it is given
     * @return a future of the values by key, in the keys' order; keys for which the creator had no value are left out
     * @see #getOrCreateAsync(Object, Supplier, CallOptions)
     */
    default <K, V extends @Nullable Object> CompletableFuture<Map<K, V>> getOrCreateMultiAsync(
            Collection<? extends K> keys, AsyncMultiCreator<K, ? extends V> creator) {
        return getOrCreateMultiAsync(keys, creator, CallOptions.NONE);
    }

    /**
     * Like {@link #getOrCreateMulti(Collection, MultiCreator, CallOptions)}, without making the caller wait.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param keys the keys
     * @param creator begins to make the values of the keys it is given
     * @param options what this call does differently
     * @return a future of the values by key, in the keys' order; keys for which the creator had no value are left out
     * @see #getOrCreateAsync(Object, Supplier, CallOptions)
     */
    <K, V extends @Nullable Object> CompletableFuture<Map<K, V>> getOrCreateMultiAsync(
            Collection<? extends K> keys, AsyncMultiCreator<K, ? extends V> creator, CallOptions options);

    /**
     * Stores a value. A creation that runs meanwhile will not overwrite it.
     *
     * @param key the key
     * @param value the value
     * @throws IllegalArgumentException if the value is null and the region does not cache nulls
     * @throws io.dogpile.backend.BackendException if the backend failed
     */
    default void set(Object key, @Nullable Object value) {
        set(key, value, CallOptions.NONE);
    }

    /**
     * Like {@link #set(Object, Object)}, with options for this call: a {@linkplain CallOptions#lasting life of the
     * value's own}, or a {@linkplain CallOptions#cachingOnlyIf test}, which if not passed leaves everything as it is.
     *
     * @param key the key
     * @param value the value
     * @param options what this call does differently
     * @throws IllegalArgumentException if the value is null and the region does not cache nulls
     * @throws io.dogpile.backend.BackendException if the backend failed
     */
    void set(Object key, @Nullable Object value, CallOptions options);

    /**
     * Stores several values by one write. Creations that run meanwhile will not overwrite them.
     *
     * @param values values by key
     * @throws IllegalArgumentException if a value is null and the region does not cache nulls; nothing is stored then
     * @throws io.dogpile.backend.BackendException if the backend failed
     */
    void setMulti(Map<? extends Object, ? extends @Nullable Object> values);

    /**
     * Removes a value. A creation that runs meanwhile will not bring it back.
     *
     * @param key the key
     * @return true if a value is known to have been removed
     * @throws io.dogpile.backend.BackendException if the backend failed
     */
    boolean delete(Object key);

    /**
     * Removes several values by one call of the backend. Creations that run meanwhile will not bring them back.
     *
     * @param keys the keys
     * @throws io.dogpile.backend.BackendException if the backend failed
     */
    void deleteMulti(Collection<? extends Object> keys);

    /**
     * Keeps what is created for some keys from being stored, in this process and in those that share the backend's
     * entries, until the answer is closed. Put it around a change that others can't see yet, and {@link #delete} or
     * {@link #set} the keys before you close it if the change has taken place:
     *
     * <pre>{@code
     * try (KeyFence fence = region.fence(List.of(id))) {
     *     transaction.execute(status -> books.update(book)); // others still read, and would cache, the old row
     *     region.delete(id);
     * }
     * }</pre>
     *
     * <p>Callers get values as ever; those who ask for the same key while it is created share one creation. What is
     * stored already stays readable. If the backend fails, the fence stands in this process only, and the region's
     * listeners hear of it. A process that dies frees its keys within the backend's lease.
     *
     * @param keys the keys
     * @return ends it
     */
    KeyFence fence(Collection<? extends Object> keys);

    /**
     * Begins to make a value that nobody else may have or wait for yet, such as one that is read within a transaction.
     * It is stored later, if the key has not been changed by then.
     *
     * @param key the key
     * @return stores the value; to be closed
     */
    KeyWatch watch(Object key);

    /**
     * Does what {@link #set(Object, Object, CallOptions)} does, without keeping the caller waiting for a backend that
     * blocks.
     *
     * @param key the key
     * @param value the value
     * @param options what this call does differently
     * @return done when the value is set; fails with what setting would have thrown
     */
    CompletableFuture<@Nullable Void> setAsync(Object key, @Nullable Object value, CallOptions options);

    /**
     * Does what {@link #delete} does, without keeping the caller waiting for a backend that blocks.
     *
     * @param key the key
     * @return done when the value is removed, and true if one is known to have been; fails with what deleting would have
     *     thrown
     */
    CompletableFuture<Boolean> deleteAsync(Object key);

    /**
     * Does what {@link #invalidate(boolean)} does, without keeping the caller waiting for a backend that blocks.
     *
     * @param hard true: older entries are missing; false: they are stale
     * @return done when the region is invalidated; fails with what invalidating would have thrown
     */
    CompletableFuture<@Nullable Void> invalidateAsync(boolean hard);

    /** Invalidates the whole region {@linkplain #invalidate(boolean) hard}. */
    default void invalidate() {
        invalidate(true);
    }

    /**
     * Invalidates the whole region, in constant time. Creations that run meanwhile will not be stored.
     *
     * @param hard true: older entries are missing; false: they are stale, and may be served while their successors are
     *     made, as far as the stale window goes
     */
    void invalidate(boolean hard);

    /**
     * Whether somebody is creating the key's value now.
     *
     * @param key the key
     * @return true if so
     */
    boolean keyIsLocked(Object key);

    /**
     * What the region has counted since it was configured, in this JVM.
     *
     * @return the counts at this moment
     */
    RegionStats stats();

    /**
     * What this JVM is creating values for now, or waits to create them for while another process does.
     *
     * @param atMost how many to answer at most
     * @return those that began first, in that order
     */
    List<RunningCreation> runningCreations(int atMost);

    /**
     * How many keys this JVM is creating values for now.
     *
     * @return the number
     */
    int runningCreationCount();

    /**
     * What happened to a key last, as far as this process knows: who created it, why and with what outcome, who got a
     * stale value, what replaced or removed it. Of a few keys and a few events each, if the region was told to
     * {@linkplain RegionConfig.Builder#explainedKeys remember} them; hits are never remembered. Asks no backend.
     *
     * @param key the key
     * @return its history, without events if nothing is remembered
     */
    KeyHistory explain(Object key);

    /**
     * What is known of a key now: its entry without the value, and whether it is being created. Nobody's use of the
     * region: it counts as no lookup, makes no entry more likely to stay, and reads no value.
     *
     * @param key the key
     * @return its state
     * @throws io.dogpile.backend.BackendException if the backend fails
     */
    KeyState inspect(Object key);

    /**
     * What the region was configured with, for people to read: the settings that have a value, under the names that
     * they have in configuration files. The backend's arguments are left out, because passwords may be among them.
     *
     * @return text, numbers, flags and durations by name; {@link #NEVER} stands for no end
     */
    Map<String, Object> settings();

    /**
     * Caches a function without arguments.
     *
     * @param <V> type of the value
     * @param name the function's name, by convention {@code class:method}
     * @param original the function
     * @return the cached function
     */
    default <V extends @Nullable Object> CachedSupplier<V> cacheOnArguments(
            String name, Supplier<? extends V> original) {
        return cacheOnArguments(FunctionOptions.named(name), original);
    }

    /**
     * Caches a function of one argument.
     *
     * @param <A> type of the argument
     * @param <V> type of the value
     * @param name the function's name, by convention {@code class:method}
     * @param original the function
     * @return the cached function
     */
    default <A extends @Nullable Object, V extends @Nullable Object> CachedFunction<A, V> cacheOnArguments(
            String name, Function<? super A, ? extends V> original) {
        return cacheOnArguments(FunctionOptions.named(name), original);
    }

    /**
     * Caches a function of two arguments.
     *
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <V> type of the value
     * @param name the function's name, by convention {@code class:method}
     * @param original the function
     * @return the cached function
     */
    default <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            CachedBiFunction<A, B, V> cacheOnArguments(
                    String name, BiFunction<? super A, ? super B, ? extends V> original) {
        return cacheOnArguments(FunctionOptions.named(name), original);
    }

    /**
     * Caches a function of three arguments.
     *
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <V> type of the value
     * @param name the function's name, by convention {@code class:method}
     * @param original the function
     * @return the cached function
     */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    V extends @Nullable Object>
            CachedTriFunction<A, B, C, V> cacheOnArguments(
                    String name, TriFunction<? super A, ? super B, ? super C, ? extends V> original) {
        return cacheOnArguments(FunctionOptions.named(name), original);
    }

    /**
     * Caches a function without arguments.
     *
     * @param <V> type of the value
     * @param options the function's name and what is special about it
     * @param original the function
     * @return the cached function
     */
    default <V extends @Nullable Object> CachedSupplier<V> cacheOnArguments(
            FunctionOptions options, Supplier<? extends V> original) {
        return new CachedSupplier<>(new FunctionCache<>(this, options), original);
    }

    /**
     * Caches a function of one argument.
     *
     * @param <A> type of the argument
     * @param <V> type of the value
     * @param options the function's name and what is special about it
     * @param original the function
     * @return the cached function
     */
    default <A extends @Nullable Object, V extends @Nullable Object> CachedFunction<A, V> cacheOnArguments(
            FunctionOptions options, Function<? super A, ? extends V> original) {
        return new CachedFunction<>(new FunctionCache<>(this, options), original);
    }

    /**
     * Caches a function of two arguments.
     *
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <V> type of the value
     * @param options the function's name and what is special about it
     * @param original the function
     * @return the cached function
     */
    default <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            CachedBiFunction<A, B, V> cacheOnArguments(
                    FunctionOptions options, BiFunction<? super A, ? super B, ? extends V> original) {
        return new CachedBiFunction<>(new FunctionCache<>(this, options), original);
    }

    /**
     * Caches a function of three arguments.
     *
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <V> type of the value
     * @param options the function's name and what is special about it
     * @param original the function
     * @return the cached function
     */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    V extends @Nullable Object>
            CachedTriFunction<A, B, C, V> cacheOnArguments(
                    FunctionOptions options, TriFunction<? super A, ? super B, ? super C, ? extends V> original) {
        return new CachedTriFunction<>(new FunctionCache<>(this, options), original);
    }

    /**
     * Caches a function that makes the values of several keys at once; each is cached for itself.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param name the function's name, by convention {@code class:method}
     * @param original the function; it gets the keys that are to be created
     * @return the cached function
     */
    default <K, V extends @Nullable Object> CachedMultiFunction<K, V> cacheMultiOnArguments(
            String name, Function<? super List<K>, ? extends Map<K, V>> original) {
        return cacheMultiOnArguments(FunctionOptions.named(name), original);
    }

    /**
     * Caches a function that makes the values of several keys at once; each is cached for itself.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @param options the function's name and what is special about it
     * @param original the function; it gets the keys that are to be created
     * @return the cached function
     */
    default <K, V extends @Nullable Object> CachedMultiFunction<K, V> cacheMultiOnArguments(
            FunctionOptions options, Function<? super List<K>, ? extends Map<K, V>> original) {
        return new CachedMultiFunction<>(new FunctionCache<>(this, options), original);
    }

    /** Closes the backend, unless the region was handed it. Without effect on a region that is not configured. */
    @Override
    void close();
}
