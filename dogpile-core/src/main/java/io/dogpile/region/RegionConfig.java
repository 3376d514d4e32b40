package io.dogpile.region;

import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.backend.WaitTimer;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Settings;
import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a region is configured with. Immutable; the builder is not thread-safe. Past 300 lines only because
 * every setting is documented where it is set.
 */
public final class RegionConfig {

    /** How long a caller waits for another's creation unless told otherwise: {@value} seconds. */
    public static final long DEFAULT_WAIT_TIMEOUT_SECONDS = 30;

    final String settingPrefix;
    final @Nullable String backendName;
    final @Nullable CacheBackend backend;
    final Map<String, @Nullable Object> arguments;
    final BackendRegistry registry;
    final boolean replaceExistingBackend;
    final List<BackendWrapper> wrappers;
    final @Nullable Duration expirationTime;
    final @Nullable Duration serveStale;
    final Duration waitTimeout;
    final @Nullable Executor asyncCreation;
    final Executor futuresExecutor;
    final @Nullable UnaryOperator<Runnable> contextCarrier;
    final @Nullable KeyMangler keyMangler;
    final UnaryOperator<Object> keyConversion;
    final FunctionKeyGenerator functionKeyGenerator;
    final boolean cacheNullValues;
    final long outageCopies;
    final Type valueType;
    final @Nullable RegionInvalidationStrategy invalidationStrategy;
    final List<RegionListener> listeners;
    final List<CreationInterceptor> interceptors;
    final boolean recordStats;
    final Policies policies;
    final Executor creationExecutor;
    final Executor refreshExecutor;
    final int explainedKeys;
    final WaitTimer timer;
    final InstantSource clock;
    final RandomGenerator randomness;

    private RegionConfig(Builder builder) {
        settingPrefix = builder.settingPrefix;
        backendName = builder.backendName;
        backend = builder.backend;
        arguments = new LinkedHashMap<>(builder.arguments);
        registry = builder.registry();
        replaceExistingBackend = builder.replaceExistingBackend;
        wrappers = List.copyOf(builder.wrappers);
        expirationTime = builder.expirationTime;
        serveStale = builder.serveStale == null ? builder.expirationTime : builder.serveStale;
        waitTimeout = builder.waitTimeout;
        asyncCreation = builder.asyncCreation;
        futuresExecutor = builder.futuresExecutor;
        contextCarrier = builder.contextCarrier;
        keyMangler = builder.keyMangler;
        keyConversion = builder.keyConversion;
        functionKeyGenerator = builder.functionKeyGenerator;
        cacheNullValues = builder.cacheNullValues;
        outageCopies = builder.outageCopies;
        valueType = builder.valueType;
        invalidationStrategy = builder.invalidationStrategy;
        listeners = List.copyOf(builder.listeners);
        interceptors = List.copyOf(builder.interceptors);
        recordStats = builder.recordStats;
        policies = builder.policies;
        creationExecutor = carrying(builder.contextCarrier, builder.creationExecutor);
        Executor background = builder.refreshExecutor == null ? builder.asyncCreation : builder.refreshExecutor;
        refreshExecutor = background == null ? creationExecutor : background;
        explainedKeys = builder.explainedKeys;
        timer = builder.timer;
        clock = builder.clock;
        randomness = builder.randomness;
    }

    /**
     * A builder with all defaults, and no backend yet.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder for a backend of that name with all other defaults.
     *
     * @param backend full or short name, such as {@code dogpile.cache.memory} or {@code memory}
     * @return a new builder
     */
    public static Builder builder(String backend) {
        return new Builder().backend(backend);
    }

    /** Whether the region is put together with its first use. What it is told has been looked at then. */
    boolean canWait() {
        if (backendName == null || !wrappers.isEmpty()) {
            return false;
        }
        Settings settings = Settings.of(settingPrefix + "arguments.", arguments);
        boolean canWait = registry.get(settingPrefix + "backend", backendName).canWait(settings);
        if (canWait) {
            settings.rejectUnknown();
        }
        return canWait;
    }

    /** All interceptors as one. */
    CreationInterceptor interceptor() {
        return InterceptorChain.of(interceptors);
    }

    /** What people may read of this, see {@link CacheRegion#settings()}. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                "backend",
                backend == null
                        ? String.valueOf(backendName)
                        : backend.actualBackend().getClass().getName());
        settings.put("expiration-time", expirationTime == null ? CacheRegion.NEVER : expirationTime);
        settings.put("serve-stale", serveStale == null ? CacheRegion.NEVER : serveStale);
        settings.put("wait-timeout", waitTimeout);
        settings.put("async-creation", asyncCreation != null);
        settings.put("cache-null-values", cacheNullValues);
        settings.put("outage-copies", outageCopies);
        settings.put("record-stats", recordStats);
        settings.putAll(policies.settings());
        if (explainedKeys > 0) {
            settings.put("explain", explainedKeys);
        }
        if (valueType != Object.class) {
            settings.put("value-type", valueType.getTypeName());
        }
        return Collections.unmodifiableMap(settings);
    }

    /** How long an entry can be of use: expiration time + the longer of the stale windows, or null for ever. */
    @Nullable
    Duration retention() {
        Duration onError = policies.serveStaleOnError();
        if (expirationTime == null
                || expirationTime.isNegative()
                || serveStale == null
                || serveStale.isNegative()
                || onError.isNegative()) {
            return null;
        }
        try {
            return expirationTime.plus(serveStale.compareTo(onError) > 0 ? serveStale : onError);
        } catch (ArithmeticException longerThanAnyDuration) {
            return null;
        }
    }

    private static Executor carrying(@Nullable UnaryOperator<Runnable> carrier, Executor executor) {
        return carrier == null ? executor : task -> executor.execute(carrier.apply(task));
    }

    /** Collects the settings of a region. Every method returns the builder itself. */
    public static final class Builder {

        private String settingPrefix = "";
        private @Nullable String backendName;
        private @Nullable CacheBackend backend;
        private final Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        private @Nullable BackendRegistry registry;
        private boolean replaceExistingBackend;
        private final List<BackendWrapper> wrappers = new ArrayList<>();
        private @Nullable Duration expirationTime;
        private @Nullable Duration serveStale;
        private Duration waitTimeout = Duration.ofSeconds(DEFAULT_WAIT_TIMEOUT_SECONDS);
        private @Nullable Executor asyncCreation;
        private Executor futuresExecutor = FuturesPool.EXECUTOR;
        private @Nullable UnaryOperator<Runnable> contextCarrier;
        private @Nullable KeyMangler keyMangler;
        private UnaryOperator<Object> keyConversion = UnaryOperator.identity();
        private FunctionKeyGenerator functionKeyGenerator = FunctionKeyGenerator.dogpile();
        private boolean cacheNullValues = true;
        private long outageCopies;
        private Type valueType = Object.class;
        private @Nullable RegionInvalidationStrategy invalidationStrategy;
        private final List<RegionListener> listeners = new ArrayList<>();
        private final List<CreationInterceptor> interceptors = new ArrayList<>();
        private boolean recordStats;
        private Policies policies = Policies.NONE;
        private Executor creationExecutor = CreationThreads.EXECUTOR;
        private @Nullable Executor refreshExecutor;
        private int explainedKeys;
        private WaitTimer timer = WaitTimer.SYSTEM;
        private InstantSource clock = Clock.systemUTC();
        private RandomGenerator randomness = () -> ThreadLocalRandom.current().nextLong();

        private Builder() {}

        /**
         * What stands before the names of settings in error messages. Default: nothing.
         *
         * @param prefix for instance {@code cache.local.}
         * @return this builder
         */
        public Builder settingPrefix(String prefix) {
            this.settingPrefix = prefix;
            return this;
        }

        /**
         * The backend by name. Required, unless {@link #backend(CacheBackend)} is given.
         *
         * @param name full or short name, such as {@code dogpile.cache.memory} or {@code memory}
         * @return this builder
         */
        public Builder backend(String name) {
            this.backendName = name;
            return this;
        }

        /**
         * A backend that exists already. The region does not close it.
         *
         * @param instance the backend
         * @return this builder
         */
        public Builder backend(CacheBackend instance) {
            this.backend = instance;
            return this;
        }

        /**
         * An argument for the backend. Names are relaxed: {@code maximum-size} and {@code maximum_size} are the same.
         *
         * @param name the argument's name
         * @param value its value; text is coerced
         * @return this builder
         */
        public Builder argument(String name, @Nullable Object value) {
            arguments.put(name, value);
            return this;
        }

        /**
         * Several {@linkplain #argument arguments} for the backend.
         *
         * @param values values by name
         * @return this builder
         */
        public Builder arguments(Map<String, ? extends @Nullable Object> values) {
            arguments.putAll(values);
            return this;
        }

        /**
         * Where backends are looked up by name. Default: {@link BackendRegistry#global()}.
         *
         * @param registry the registry
         * @return this builder
         */
        public Builder registry(BackendRegistry registry) {
            this.registry = registry;
            return this;
        }

        /** The global one only if it is needed: with the first use it makes every factory that there is. */
        private BackendRegistry registry() {
            return registry == null ? BackendRegistry.global() : registry;
        }

        /**
         * Whether configuring a region that is configured already replaces its backend. Default: false.
         *
         * @param replace true to replace
         * @return this builder
         */
        public Builder replaceExistingBackend(boolean replace) {
            this.replaceExistingBackend = replace;
            return this;
        }

        /**
         * Adds a proxy around the backend. The one that is added first is the outermost, as in dogpile.cache.
         *
         * @param wrapper makes the proxy, such as {@code AuditProxy::new}
         * @return this builder
         */
        public Builder wrap(BackendWrapper wrapper) {
            wrappers.add(wrapper);
            return this;
        }

        /**
         * The age after which an entry is stale. Default: never.
         *
         * @param age the age; null or {@link CacheRegion#NEVER} for never
         * @return this builder
         */
        public Builder expirationTime(@Nullable Duration age) {
            this.expirationTime = age;
            return this;
        }

        /**
         * How long past its expiration an entry may be served while its successor is made. Zero: never, callers wait
         * for the new value. {@link CacheRegion#NEVER} ends never, which is dogpile.cache's behaviour. Default: as
         * long as the expiration time.
         *
         * @param window the time, or null for the default
         * @return this builder
         */
        public Builder serveStale(@Nullable Duration window) {
            this.serveStale = window;
            return this;
        }

        /**
         * How long a caller without a value waits for another's creation. Default:
         * {@value #DEFAULT_WAIT_TIMEOUT_SECONDS} seconds.
         *
         * @param limit the limit, zero or more
         * @return this builder
         */
        public Builder waitTimeout(Duration limit) {
            this.waitTimeout = limit;
            return this;
        }

        /**
         * Has stale values re-created on an executor, so that no caller waits for that. Default: the elected caller
         * creates. Counterpart of dogpile.cache's {@code async_creation_runner}.
         *
         * @param executor where creators run; null for the elected caller's thread
         * @return this builder
         */
        public Builder asyncCreation(@Nullable Executor executor) {
            this.asyncCreation = executor;
            return this;
        }

        /**
         * Where the work behind this region's futures is done: what may block, if the backend does, and completing the
         * futures of callers who waited for others; and where creators that run too long are ended. Which callers wait, and
         * for what, does not depend on it. A pool
         * with a bound must not be one on which creators wait for other futures of regions. Default: a pool of daemon
         * threads that all regions share; it is small as long as its threads get on, and has no bound.
         *
         * @param executor the executor; the region does not close it
         * @return this builder
         */
        public Builder futuresExecutor(Executor executor) {
            this.futuresExecutor = executor;
            return this;
        }

        /**
         * Has creators called in the context of the thread that asked for the value, such as its MDC, its trace and its
         * user, where they run on another: those of asynchronous calls, if the backend blocks, and those on the {@link
         * #creationExecutor}. Other executors are given tasks as they are. Default: nothing is carried.
         *
         * @param carrier is given a task by the asking thread, and answers the task that another thread is to run: it
         *     sets the context that was captured meanwhile, runs the given task, and restores the other thread's; null
         *     for none
         * @return this builder
         */
        public Builder contextCarrier(@Nullable UnaryOperator<Runnable> carrier) {
            this.contextCarrier = carrier;
            return this;
        }

        /**
         * Mangles the text of keys. Default: what the backend recommends, mostly nothing.
         *
         * @param mangler the mangler; null for the default
         * @return this builder
         */
        public Builder keyMangler(@Nullable KeyMangler mangler) {
            this.keyMangler = mangler;
            return this;
        }

        /**
         * Turns keys of foreign types into ones whose text is known (a list of its parts, say) before their text is
         * made. Not used for keys that reach the backend as objects. Default: nothing is turned.
         *
         * @param conversion from key to key
         * @return this builder
         */
        public Builder keyConversion(UnaryOperator<Object> conversion) {
            this.keyConversion = conversion;
            return this;
        }

        /**
         * Makes the keys of cached functions. Default: {@link FunctionKeyGenerator#dogpile()}.
         *
         * @param generator the generator
         * @return this builder
         */
        public Builder functionKeyGenerator(FunctionKeyGenerator generator) {
            this.functionKeyGenerator = generator;
            return this;
        }

        /**
         * Whether null is stored like any other value. If not, a creator may still return null, which reaches its
         * callers, and the next caller creates again; setting null is refused. Default: true.
         *
         * @param cache true to store nulls
         * @return this builder
         */
        public Builder cacheNullValues(boolean cache) {
            this.cacheNullValues = cache;
            return this;
        }

        /**
         * How many entries this process keeps copies of, to be used while the backend fails: fresh and stale ones alike,
         * and what is created meanwhile. Copies are the objects that callers get, so they must not be changed; what other
         * processes set or delete is not seen in them. Default: 0, none.
         *
         * @param maximum the number of entries
         * @return this builder
         */
        public Builder outageCopies(long maximum) {
            this.outageCopies = maximum;
            return this;
        }

        /**
         * The type of all the region's values, for backends that make objects of bytes. Default: not known.
         *
         * @param type the type
         * @return this builder
         */
        public Builder valueType(Type type) {
            this.valueType = type;
            return this;
        }

        /**
         * Remembers invalidations of the region. Default: what the backend offers, else within this JVM.
         *
         * @param strategy the strategy; null for the default
         * @return this builder
         */
        public Builder invalidationStrategy(@Nullable RegionInvalidationStrategy strategy) {
            this.invalidationStrategy = strategy;
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener is told what happens
         * @return this builder
         */
        public Builder listener(RegionListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Adds an interceptor around creators. The one that is added first is the outermost.
         *
         * @param interceptor surrounds creators
         * @return this builder
         */
        public Builder intercept(CreationInterceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /**
         * Whether {@link RegionStats} counts hits and misses, which costs every hit the increment of a striped counter.
         * Everything else is always counted. Default: false.
         *
         * @param record true to count lookups
         * @return this builder
         */
        public Builder recordStats(boolean record) {
            this.recordStats = record;
            return this;
        }

        /**
         * Policies of freshness and failure. Default: {@link Policies#NONE}, dogpile.cache's behaviour.
         *
         * @param policies the policies
         * @return this builder
         */
        public Builder policies(Policies policies) {
            this.policies = policies;
            return this;
        }

        /**
         * Where creators run that have a time limit, or whose caller has one. It must not make creations wait for each
         * other. Default: a thread for each creation, named {@code dogpile-limited-…}, which is kept for a while for the
         * next one.
         *
         * @param executor the executor
         * @return this builder
         */
        public Builder creationExecutor(Executor executor) {
            this.creationExecutor = executor;
            return this;
        }

        /**
         * Where values are made anew before they expire. It may refuse: then the next reader tries. Default: the executor
         * of {@link #asyncCreation} if there is one, else the {@link #creationExecutor}.
         *
         * @param executor the executor; null for the default
         * @return this builder
         */
        public Builder refreshExecutor(@Nullable Executor executor) {
            this.refreshExecutor = executor;
            return this;
        }

        /**
         * Of how many keys the region remembers what happened last, for {@link CacheRegion#explain}: those to which
         * something happened last, up to 16 events of each.
         *
         * @param keys the number; 0 (the default) remembers nothing
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder explainedKeys(int keys) {
            if (keys < 0) {
                throw new IllegalArgumentException("explainedKeys is " + keys + "; it must be 0 or more");
            }
            this.explainedKeys = keys;
            return this;
        }

        /**
         * What bounds waits and creations, as opposed to {@link #clock}, which decides how old values are. Default: the
         * machine's own time; another is for tests.
         *
         * @param timer the timer
         * @return this builder
         */
        public Builder timer(WaitTimer timer) {
            this.timer = timer;
            return this;
        }

        /**
         * Where the time comes from that decides freshness. Default: the system's clock.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Where chance comes from that {@linkplain Policies#expirationJitter shortens expiration times} and {@linkplain
         * Policies#earlyRefresh refreshes early}. Default: each thread's own; another is for tests.
         *
         * @param randomness the source, thread-safe
         * @return this builder
         */
        public Builder randomness(RandomGenerator randomness) {
            this.randomness = randomness;
            return this;
        }

        /**
         * Checks the settings and builds.
         *
         * @return the configuration
         * @throws InvalidSettingException if there is no backend, or a number or duration is negative
         */
        public RegionConfig build() {
            if (backendName == null && backend == null) {
                throw new InvalidSettingException(
                        settingPrefix + "backend",
                        null,
                        "a region needs a backend",
                        "Name one of: " + String.join(", ", registry().names()) + ".");
            }
            requireNotNegative("expiration-time", expirationTime, true);
            requireNotNegative("serve-stale", serveStale, true);
            requireNotNegative("wait-timeout", waitTimeout, false);
            if (outageCopies < 0) {
                throw new InvalidSettingException(
                        settingPrefix + "outage-copies", outageCopies, "is negative", "Give 0 for no copies.");
            }
            return new RegionConfig(this);
        }

        private void requireNotNegative(String name, @Nullable Duration value, boolean orNever) {
            if (value != null && value.isNegative() && !(orNever && value.equals(CacheRegion.NEVER))) {
                throw new InvalidSettingException(
                        settingPrefix + name,
                        value,
                        "is negative",
                        "Give a duration of zero or more" + (orNever ? ", or -1 for no end." : "."));
            }
        }
    }
}
