package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 */
public final class CreationContext {

    private static final ThreadLocal<@Nullable CreationContext> CURRENT = new ThreadLocal<>();

    private final String region;
    private final List<?> keys;
    private final boolean multi;
    private final Wishes all;
    private final Map<Object, Wishes> own = new ConcurrentHashMap<>();
    private volatile boolean over;

    private CreationContext(String region, List<?> keys, boolean multi, CallOptions options) {
        this.region = region;
        this.keys = keys;
        this.multi = multi;
        this.all = new Wishes(options.ownExpirationMicros(), options.ownServeStaleMicros());
    }

    static CreationContext ofOne(String region, Object key, CallOptions options) {
        return new CreationContext(region, List.of(key), false, options);
    }

    static CreationContext ofSeveral(String region, List<?> keys, CallOptions options) {
        return new CreationContext(region, keys, true, options);
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

    /** Gives an entry the life that was wished for. */
    <V extends @Nullable Object> CachedValue<V> live(Object key, CachedValue<V> entry) {
        CallOptions life = life(key);
        return entry.living(life.ownExpirationMicros(), life.ownServeStaleMicros());
    }

    /** Whether the value lives as the region's values do. */
    boolean isOrdinary(Object key) {
        CallOptions life = life(key);
        return life.ownExpirationMicros() == Freshness.UNSAID && life.ownServeStaleMicros() == Freshness.UNSAID;
    }

    CallOptions life(Object key) {
        Wishes wishes = wishes(key);
        return CallOptions.NONE.lasting(
                wishes.expiration == Freshness.UNSAID ? all.expiration : wishes.expiration,
                wishes.serveStale == Freshness.UNSAID ? all.serveStale : wishes.serveStale);
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
        if (!keys.contains(key)) {
            throw new IllegalArgumentException("The creator was not called for key '" + key + "', but for " + this);
        }
        return own.computeIfAbsent(key, first -> new Wishes(Freshness.UNSAID, Freshness.UNSAID));
    }

    @Override
    public String toString() {
        return (multi ? "keys " + keys : "key '" + keys.get(0) + "'") + " of region '" + region + "'";
    }

    /** What was said, of all keys or of one. */
    private static final class Wishes {

        volatile long expiration;
        volatile long serveStale;
        volatile boolean unstored;

        Wishes(long expiration, long serveStale) {
            this.expiration = expiration;
            this.serveStale = serveStale;
        }
    }
}
