package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running creator can ask for and say about the value that it is making.
 *
 * <pre>{@code
 * region.getOrCreate("token", () -> {
 *     Token token = server.login();
 *     CreationContext.current().expirationTime(token.lifetime());
 *     return token;
 * });
 * }</pre>
 *
 * <p>A creator of several keys speaks of all of them, or of one by naming it. A creator that uses other keys or regions
 * has its own context back when these are done. An annotated method speaks in the same way.
 *
 * <p>Thread-safe: a creator that makes its value elsewhere takes this object along, and may use it until the value is
 * there; only {@link #current()} is bound to the thread in which the creator was called.
 *
 * <p>Past 300 lines, because everything is said of one key or of several, and documented for both.
 */
public final class CreationContext {

    private static final ThreadLocal<@Nullable CreationContext> CURRENT = new ThreadLocal<>();

    private final String region;
    private final List<?> keys;
    private final boolean multi;
    private final CallOptions options;
    private final Map<?, CachedValue<?>> previous;
    private final Wishes all = new Wishes();
    private final Map<Object, Wishes> own = new ConcurrentHashMap<>();
    private volatile boolean over;

    private CreationContext(
            String region, List<?> keys, boolean multi, CallOptions options, Map<?, CachedValue<?>> previous) {
        this.region = region;
        this.keys = keys;
        this.multi = multi;
        this.options = options;
        this.previous = previous;
    }

    static CreationContext ofOne(String region, Object key, CallOptions options, @Nullable CachedValue<?> previous) {
        Map<?, CachedValue<?>> known = previous == null ? Map.of() : Map.of(key, previous);
        return new CreationContext(region, List.of(key), false, options, known);
    }

    /** With the previous entries by key. */
    static CreationContext ofSeveral(
            String region, List<?> keys, CallOptions options, Map<?, CachedValue<?>> previous) {
        return new CreationContext(region, keys, true, options, previous);
    }

    /**
     * The context of the creation that this thread is in, the innermost one if creators call each other.
     *
     * @return the context
     * @throws IllegalStateException if no creator was called in this thread, or it has returned
     */
    public static CreationContext current() {
        CreationContext context = CURRENT.get();
        if (context == null) {
            throw new IllegalStateException("No value is being created in thread '"
                    + Thread.currentThread().getName() + "'. Ask for the creation context where the region calls the"
                    + " creator, and hand it to other threads from there.");
        }
        return context;
    }

    /**
     * The region that the value is for.
     *
     * @return its name
     */
    public String region() {
        return region;
    }

    /**
     * The key, as the caller gave it.
     *
     * @return the key
     * @throws IllegalStateException if the creator makes the values of several keys
     */
    public Object key() {
        if (multi) {
            throw new IllegalStateException("The creator makes the values of several keys: ask for keys()");
        }
        return keys.get(0);
    }

    /**
     * The keys that the creator was called for, as the caller gave them.
     *
     * @return the keys; one, unless the creator makes the values of several
     */
    public List<?> keys() {
        return keys;
    }

    /**
     * Gives the value an expiration time of its own. It is stored with the value and holds for every reader, in every
     * process, that does not {@linkplain CallOptions#expiring(Duration) ask for another}. How long the value may be
     * served when stale remains the region's choice, unless {@link #serveStale(Duration)} says that too.
     *
     * @param time the age after which the value is stale; {@link CacheRegion#NEVER} for never
     * @throws IllegalArgumentException if it is negative and not {@link CacheRegion#NEVER}
     * @throws IllegalStateException if the creation is over
     */
    public void expirationTime(Duration time) {
        all().expiration = CallOptions.micros("expirationTime", time);
    }

    /**
     * Gives the value of one key an expiration time of its own, like {@link #expirationTime(Duration)}.
     *
     * @param key one of the {@link #keys()}
     * @param time the age after which the value is stale; {@link CacheRegion#NEVER} for never
     * @throws IllegalArgumentException if the time is negative and not {@link CacheRegion#NEVER}, or the creator was
     *     not called for the key
     * @throws IllegalStateException if the creation is over
     */
    public void expirationTime(Object key, Duration time) {
        own(key).expiration = CallOptions.micros("expirationTime", time);
    }

    /**
     * Says how long the value may be served when it is stale, like {@link #expirationTime(Duration)}.
     *
     * @param time how long past its expiration; zero for not at all, {@link CacheRegion#NEVER} for ever
     * @throws IllegalArgumentException if it is negative and not {@link CacheRegion#NEVER}
     * @throws IllegalStateException if the creation is over
     */
    public void serveStale(Duration time) {
        all().serveStale = CallOptions.micros("serveStale", time);
    }

    /**
     * Says how long the value of one key may be served when it is stale, like {@link #serveStale(Duration)}.
     *
     * @param key one of the {@link #keys()}
     * @param time how long past its expiration; zero for not at all, {@link CacheRegion#NEVER} for ever
     * @throws IllegalArgumentException if the time is negative and not {@link CacheRegion#NEVER}, or the creator was
     *     not called for the key
     * @throws IllegalStateException if the creation is over
     */
    public void serveStale(Object key, Duration time) {
        own(key).serveStale = CallOptions.micros("serveStale", time);
    }

    /**
     * Keeps the value out of the cache. It reaches the callers that waited for it.
     *
     * @throws IllegalStateException if the creation is over
     */
    public void doNotStore() {
        all().unstored = true;
    }

    /**
     * Keeps the value of one key out of the cache, like {@link #doNotStore()}.
     *
     * @param key one of the {@link #keys()}
     * @throws IllegalArgumentException if the creator was not called for the key
     * @throws IllegalStateException if the creation is over
     */
    public void doNotStore(Object key) {
        own(key).unstored = true;
    }

    /**
     * The entry that is being replaced. It may be expired by far, and may be soft-invalidated.
     *
     * @return the entry; null if there is none any more, or it was hard-invalidated, or it can't be read, and always in
     *     a {@code refresh} of a cached function, which makes its value anew
     * @throws IllegalStateException if the creator makes the values of several keys
     */
    public @Nullable CachedValue<?> previous() {
        return previous(theKey());
    }

    /**
     * The entry of one key that is being replaced, like {@link #previous()}.
     *
     * @param key one of the {@link #keys()}
     * @return the entry, or null if there is none that can be used
     * @throws IllegalArgumentException if the creator was not called for the key
     */
    public @Nullable CachedValue<?> previous(Object key) {
        requireKey(key);
        return previous.get(key);
    }

    /**
     * What was said with {@link #etag(String)} of the value that is being replaced.
     *
     * @return the text; null if there is no previous value or it has none
     * @throws IllegalStateException if the creator makes the values of several keys
     */
    public @Nullable String previousETag() {
        return previousETag(theKey());
    }

    /**
     * What was said with {@link #etag(Object, String)} of the value of one key that is being replaced.
     *
     * @param key one of the {@link #keys()}
     * @return the text; null if there is no previous value or it has none
     * @throws IllegalArgumentException if the creator was not called for the key
     */
    public @Nullable String previousETag(Object key) {
        return Validators.of(previous(key)).etag();
    }

    /**
     * What was said with {@link #lastModified(Instant)} of the value that is being replaced.
     *
     * @return the time; null if there is no previous value or it has none
     * @throws IllegalStateException if the creator makes the values of several keys
     */
    public @Nullable Instant previousLastModified() {
        return previousLastModified(theKey());
    }

    /**
     * What was said with {@link #lastModified(Object, Instant)} of the value of one key that is being replaced.
     *
     * @param key one of the {@link #keys()}
     * @return the time; null if there is no previous value or it has none
     * @throws IllegalArgumentException if the creator was not called for the key
     */
    public @Nullable Instant previousLastModified(Object key) {
        return Validators.of(previous(key)).lastModified();
    }

    /**
     * Names the state of the data that the value is made from. It is stored with the value, and {@link #previousETag()}
     * offers it to the creator of the next, which may be in another process.
     *
     * @param etag the name, such as HTTP's {@code ETag}
     * @throws IllegalStateException if the creation is over
     */
    public void etag(String etag) {
        all().etag = etag;
    }

    /**
     * Names the state of the data that the value of one key is made from, like {@link #etag(String)}.
     *
     * @param key one of the {@link #keys()}
     * @param etag the name
     * @throws IllegalArgumentException if the creator was not called for the key
     * @throws IllegalStateException if the creation is over
     */
    public void etag(Object key, String etag) {
        own(key).etag = etag;
    }

    /**
     * Says when the data that the value is made from were changed last. It is stored with the value, and {@link
     * #previousLastModified()} offers it to the creator of the next.
     *
     * @param time the time
     * @throws IllegalStateException if the creation is over
     */
    public void lastModified(Instant time) {
        all().lastModified = time;
    }

    /**
     * Says when the data of one key were changed last, like {@link #lastModified(Instant)}.
     *
     * @param key one of the {@link #keys()}
     * @param time the time
     * @throws IllegalArgumentException if the creator was not called for the key
     * @throws IllegalStateException if the creation is over
     */
    public void lastModified(Object key, Instant time) {
        own(key).lastModified = time;
    }

    /**
     * Says that the previous value is still right. The creator returns it, and it is stored as newly created, with the
     * etag, the time of the last change and the life that it had, as far as nothing else is said.
     *
     * <pre>{@code
     * Response response = server.get(url, context.previousETag());
     * if (response.status() == 304) {
     *     return context.notModified();
     * }
     * context.etag(response.etag());
     * return response.body();
     * }</pre>
     *
     * @param <V> type of the value
     * @return the previous value, for the creator to return; null if null was cached
     * @throws IllegalStateException if there is no {@link #previous()} value, the creator makes the values of several
     *     keys, or the creation is over
     */
    public <V extends @Nullable Object> V notModified() {
        return notModified(theKey());
    }

    /**
     * Says that the previous value of one key is still right, like {@link #notModified()}.
     *
     * @param <V> type of the value
     * @param key one of the {@link #keys()}
     * @return the previous value, for the creator to return; null if null was cached
     * @throws IllegalArgumentException if the creator was not called for the key
     * @throws IllegalStateException if there is no {@link #previous(Object)} value, or the creation is over
     */
    @SuppressWarnings("unchecked") // a key's values have one type; see CacheRegion on types
    public <V extends @Nullable Object> V notModified(Object key) {
        Wishes wishes = own(key);
        CachedValue<?> entry = previous.get(key);
        if (entry == null) {
            throw new IllegalStateException("There is no previous value of key '" + key + "' of region '" + region
                    + "' that could be kept. Make the value anew where previous() answers null.");
        }
        wishes.kept = entry;
        return (V) entry.payload();
    }

    /** Calls a creator in this context. */
    <T extends @Nullable Object> T call(Callable<? extends T> creator) throws Exception {
        CreationContext outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return creator.call();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Calls a creator that throws nothing checked in this context, and ends it. */
    <T extends @Nullable Object> T get(Supplier<? extends T> creator) {
        try {
            return this.<T>call(creator::get);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError("a supplier throws nothing checked", impossible);
        } finally {
            end();
        }
    }

    /** From now on, saying something would come too late. To be called when the value is there. */
    void end() {
        over = true;
    }

    boolean isToBeStored(Object key) {
        return !all.unstored && !wishes(key).unstored;
    }

    /** What is known of a value when its entry is made: what the creator said of it, else what the call did. */
    CallOptions said(Object key, @Nullable Object value) {
        Wishes wishes = wishes(key);
        CachedValue<?> kept = wishes.kept;
        if (kept == null || !(kept.payload() == value || Objects.equals(kept.payload(), value))) {
            return said(wishes, Freshness.UNSAID, Freshness.UNSAID, Validators.NONE);
        }
        long expiration = kept.isShortened() ? Freshness.UNSAID : kept.expirationMicros(Freshness.UNSAID);
        return said(wishes, expiration, kept.serveStaleMicros(Freshness.UNSAID), Validators.of(kept));
    }

    /** An expiration time that is kept was shortened when it was new. */
    private CallOptions said(Wishes own, long keptExpiration, long keptServeStale, Validators kept) {
        long said = first(own.expiration, all.expiration);
        return CallOptions.NONE
                .following(options.policies(Policies.NONE))
                .lasting(
                        first(said, first(keptExpiration, options.ownExpirationMicros())),
                        first(
                                first(own.serveStale, all.serveStale),
                                first(keptServeStale, options.ownServeStaleMicros())))
                .describing(
                        own.validators().orElse(all.validators()).orElse(kept).attributes(),
                        said == Freshness.UNSAID && keptExpiration != Freshness.UNSAID);
    }

    private static long first(long time, long otherwise) {
        return time == Freshness.UNSAID ? otherwise : time;
    }

    private Wishes wishes(Object key) {
        return own.getOrDefault(key, all);
    }

    private Wishes all() {
        if (over) {
            throw new IllegalStateException("The creation for " + this + " is over: the value is there already");
        }
        return all;
    }

    private Wishes own(Object key) {
        all();
        requireKey(key);
        return own.computeIfAbsent(key, first -> new Wishes());
    }

    private Object theKey() {
        if (multi) {
            throw new IllegalStateException("The creator makes the values of several keys: name the one that is meant");
        }
        return keys.get(0);
    }

    private void requireKey(Object key) {
        if (!keys.contains(key)) {
            throw new IllegalArgumentException("The creator was not called for key '" + key + "', but for " + this);
        }
    }

    @Override
    public String toString() {
        return (multi ? "keys " + keys : "key '" + keys.get(0) + "'") + " of region '" + region + "'";
    }

    /** What was said, of all keys or of one. */
    private static final class Wishes {

        volatile long expiration = Freshness.UNSAID;
        volatile long serveStale = Freshness.UNSAID;
        volatile boolean unstored;

        volatile @Nullable String etag;

        volatile @Nullable Instant lastModified;

        /** The entry that is still right. */
        volatile @Nullable CachedValue<?> kept;

        Validators validators() {
            return new Validators(etag, lastModified);
        }
    }
}
