package io.dogpile.spring.cache;

import io.dogpile.lock.CreationException;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.cache.support.SimpleValueWrapper;
import org.springframework.core.KotlinDetector;

/**
 * Spring's interceptor, with one load per key for plain {@code @Cacheable}. Between a cache's {@code get} and its
 * {@code put} Spring gives a cache no sign of what happens: a method that throws, or a veto by {@code unless}, never
 * gets back to it. So a call that finds nothing is broken off where it looked, and begun anew <i>inside</i> the
 * region's creator, where the look finds nothing for sure and the put is what the region stores. Those who waited for
 * somebody else's load begin anew as well, and find its value.
 */
final class ProtectedCalls extends CacheInterceptor {

    private static final long serialVersionUID = 1L;

    private static final ThreadLocal<@Nullable Pass> CURRENT = new ThreadLocal<>();

    /** A hit goes from here as straight as through Spring's own: HotSpot inlines only so many frames. */
    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        if (KotlinDetector.isSuspendingFunction(method)) {
            return suspending(invocation);
        }
        Pass outer = CURRENT.get();
        CURRENT.set(Pass.FIRST);
        try {
            Object target = Objects.requireNonNull(invocation.getThis());
            return execute(() -> proceed(invocation), target, method, invocation.getArguments());
        } catch (NothingFound nothing) {
            return goOn(invocation, Pass.FIRST, nothing);
        } catch (ThrowableWrapper failure) {
            throw failure.getOriginal();
        } finally {
            CURRENT.set(outer);
        }
    }

    private static @Nullable Object proceed(MethodInvocation invocation) {
        try {
            return invocation.proceed();
        } catch (Throwable failure) {
            throw new ThrowableWrapper(failure);
        }
    }

    /** Out of the pass of an ordinary method that is being loaded in this thread, and calls a suspending one. */
    private @Nullable Object suspending(MethodInvocation invocation) throws Throwable {
        Pass outer = CURRENT.get();
        CURRENT.remove();
        try {
            return super.invoke(invocation);
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Begins the call anew within a load, with what its earlier passes know. */
    @Nullable
    Object load(MethodInvocation invocation, Pass pass) throws Throwable {
        Pass outer = CURRENT.get();
        CURRENT.set(pass);
        try {
            return super.invoke(invocation);
        } catch (NothingFound nothing) {
            return goOn(invocation, pass, nothing);
        } finally {
            CURRENT.set(outer);
        }
    }

    private @Nullable Object goOn(MethodInvocation invocation, Pass before, NothingFound first) throws Throwable {
        Pass pass = before;
        NothingFound nothing = first;
        while (true) {
            Load load = new Load(this, invocation, pass, nothing);
            ValueWrapper value = value(load, nothing);
            if (load.isDoneHere()) {
                return load.result();
            }
            pass = pass.finding(nothing.region, nothing.key, value);
            CURRENT.set(pass);
            try {
                return super.invoke(invocation);
            } catch (NothingFound next) {
                nothing = next;
            }
        }
    }

    /** Null if the cache failed and the error handler wants the call to go on without it. */
    private @Nullable ValueWrapper value(Load load, NothingFound nothing) throws Throwable {
        try {
            CallOptions loading = DogpileCache.loading(nothing.cache).cachingOnlyIf(value -> load.isToBeStored());
            return new SimpleValueWrapper(nothing.region.getOrCreate(
                    DogpileCache.own(nothing.region, nothing.key),
                    load,
                    nothing.looked ? loading.havingLooked() : loading));
        } catch (CreationException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        } catch (RuntimeException cacheFailure) {
            getErrorHandler().handleCacheGetError(cacheFailure, nothing.cache, nothing.key);
            return null;
        }
    }

    @Override
    protected @Nullable ValueWrapper doGet(Cache cache, Object key) {
        Pass pass = CURRENT.get();
        if (pass == null || !(cache.getNativeCache() instanceof CacheRegion region) || Transactions.defer(cache, key)) {
            return super.doGet(cache, key);
        }
        Found known = pass.find(region, key);
        if (known != null) {
            return known.value();
        }
        if (DogpileCache.refreshesEarly(cache, region)) {
            throw new NothingFound(cache, region, key, false);
        }
        ValueWrapper found;
        try {
            found = cache.get(key);
        } catch (RuntimeException failure) {
            getErrorHandler().handleCacheGetError(failure, cache, key);
            return null;
        }
        if (found == null) {
            throw new NothingFound(cache, region, key, true);
        }
        return found;
    }

    /** If the method fails after the cache has, its failure is the one to throw; Spring throws the cache's. */
    @Override
    protected <T> @Nullable T doGet(Cache cache, Object key, Callable<T> valueLoader) {
        try {
            return cache.get(key, valueLoader);
        } catch (ValueRetrievalException methodsFailure) {
            throw methodsFailure;
        } catch (RuntimeException cacheFailure) {
            getErrorHandler().handleCacheGetError(cacheFailure, cache, key);
        }
        try {
            return valueLoader.call();
        } catch (Exception failure) {
            throw new ValueRetrievalException(key, valueLoader, failure);
        }
    }

    @Override
    protected void doPut(Cache cache, Object key, @Nullable Object value) {
        Pass pass = CURRENT.get();
        Found known =
                pass != null && cache.getNativeCache() instanceof CacheRegion region ? pass.find(region, key) : null;
        if (known == null || known.load() == null) {
            super.doPut(cache, key, value);
        } else {
            known.load().store(value);
        }
    }

    /** What is evicted before the method was evicted in the first pass; now it would void the creation. */
    @Override
    protected void doEvict(Cache cache, Object key, boolean immediate) {
        if (!immediate || CURRENT.get() == null || CURRENT.get() == Pass.FIRST) {
            super.doEvict(cache, key, immediate);
        }
    }

    @Override
    protected void doClear(Cache cache, boolean immediate) {
        if (!immediate || CURRENT.get() == null || CURRENT.get() == Pass.FIRST) {
            super.doClear(cache, immediate);
        }
    }

    /** What a pass knows of a key: its value, or that it is being loaded, or (neither) to go on without the cache. */
    record Found(
            CacheRegion region,
            Object key,
            @Nullable ValueWrapper value,
            @Nullable Load load,
            @Nullable Found before) {}

    /** One run through Spring's interceptor. */
    record Pass(@Nullable Found latest) {

        static final Pass FIRST = new Pass(null);

        Pass finding(CacheRegion region, Object key, @Nullable ValueWrapper value) {
            return new Pass(new Found(region, key, value, null, latest));
        }

        Pass loading(CacheRegion region, Object key, Load load) {
            return new Pass(new Found(region, key, null, load, latest));
        }

        @Nullable
        Found find(CacheRegion region, Object key) {
            for (Found found = latest; found != null; found = found.before()) {
                if (found.region() == region && found.key().equals(key)) {
                    return found;
                }
            }
            return null;
        }
    }

    /** Breaks a call off, to go on in the region's creator. Without a stack trace, because it never leaves this class. */
    static final class NothingFound extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final transient Cache cache;
        final transient CacheRegion region;
        final transient Object key;
        final boolean looked;

        NothingFound(Cache cache, CacheRegion region, Object key, boolean looked) {
            super(null, null, false, false);
            this.cache = cache;
            this.region = region;
            this.key = key;
            this.looked = looked;
        }
    }
}
