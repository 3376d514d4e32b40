package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendException;
import io.dogpile.backend.BackendListener;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.backend.Stages;
import io.dogpile.codec.Codec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Entries and locks in Redis. Past 300 lines, because the backend's interface has that many methods. */
final class RedisBackend implements CacheBackend {

    private static final Logger LOG = System.getLogger("io.dogpile.redis");

    /** How often the server's clock and the region's invalidation are read again, in case a message was lost. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** How long a value that is watched for may take to be made. */
    private static final Duration STAMP_TTL = Duration.ofMinutes(1);

    private final RedisCommands commands;
    private final SharedReads reads;
    private final RedisClock clock;
    private final RedisSettings settings;
    private final RedisKeys keys;
    private final Calls calls;
    private final RedisEntries entries;
    private final RedisWrites writes;
    private final BackendListener listener;
    final RedisLocks locks;
    private final RedisInvalidation invalidation;
    private final LocalMutexes localMutexes;

    RedisBackend(RedisCommands commands, Codec codec, RedisSettings settings, BackendContext context) {
        this(commands, codec, settings, context, thread(context.regionName()));
    }

    /** The scheduler is closed with the backend. */
    RedisBackend(
            RedisCommands commands,
            Codec codec,
            RedisSettings settings,
            BackendContext context,
            ScheduledExecutorService scheduler) {
        this.commands = commands;
        this.reads = new SharedReads(commands::get);
        this.entries = new RedisEntries(codec, settings, context.listener());
        this.listener = context.listener();
        this.settings = settings;
        this.localMutexes = new LocalMutexes(context.timer());
        if (commands.isCluster() && settings.lockPrefix().contains("{")) {
            throw context.arguments()
                    .invalid(
                            "lock-prefix",
                            "has a brace, which would keep locks and values in different slots of the cluster",
                            "Leave the brace out.");
        }
        this.keys = new RedisKeys(settings.keyPrefix(), settings.lockPrefix(), commands.isCluster());
        this.writes = new RedisWrites(commands, keys, settings);
        this.clock =
                new RedisClock(context.clock(), commands, keys.invalidation(), scheduler, INTERVAL, context.timer());
        this.calls = new Calls(
                "region '" + context.regionName() + "'",
                settings.callLimit(),
                clock::measure,
                commands::reconnect,
                scheduler,
                context.timer());
        try {
            calls.connect(settings.connectLimit());
            requireScripts();
        } catch (BackendException refusal) {
            calls.close();
            throw refusal;
        }
        this.locks = new RedisLocks(commands, calls, settings, scheduler, context.timer());
        this.invalidation = new RedisInvalidation(
                commands,
                calls,
                keys.invalidation(),
                scheduler,
                settings.serverClock() ? null : context.clock(),
                INTERVAL);
    }

    private static ScheduledExecutorService thread(String regionName) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dogpile-redis-" + regionName);
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    /** Without them every lock would stay for its lease, and nothing would be stored. */
    private void requireScripts() {
        if (calls.outage() != null) {
            return;
        }
        try {
            calls.await("EVAL", () -> commands.eval(Scripts.NOTHING, keys.all("start"), List.of()));
        } catch (BackendException failure) {
            if (failure.getCause() instanceof RedisReplyException reply && !reply.meansUnavailable()) {
                throw new BackendException(
                        failure.getMessage() + ". Entries are stored and locks are released by scripts: allow the user"
                                + " EVAL and EVALSHA, and the commands that docs/redis.md lists",
                        reply);
            }
            LOG.log(Level.WARNING, "Redis went away while its scripts were tried; starting without it", failure);
        }
    }

    @Override
    public boolean stringKeys() {
        return true;
    }

    @Override
    public @Nullable CachedValue<?> get(Object key, Type type) {
        try {
            return entries.read(key, calls.await("GET", () -> reads.get(key, keys.value(key))), type);
        } catch (BackendException failure) {
            if (isWrongType(failure)) {
                listener.onUnreadable(key, failure);
                return null;
            }
            throw failure;
        }
    }

    @Override
    public @Nullable CachedValue<?> peek(Object key) {
        try {
            return RedisEntries.peek(calls.await("GET", () -> reads.get(key, keys.value(key))));
        } catch (BackendException failure) {
            if (isWrongType(failure)) {
                return null;
            }
            throw failure;
        }
    }

    @Override
    public Map<Object, CachedValue<?>> getMulti(Collection<?> wanted, Type type) {
        List<Object> ordered = new ArrayList<>(wanted);
        if (ordered.isEmpty()) {
            return new HashMap<>();
        }
        return entries.read(ordered, calls.await("MGET", () -> mget(ordered)), type);
    }

    private CompletionStage<List<byte @Nullable []>> mget(List<Object> ordered) {
        List<byte[]> names = new ArrayList<>(ordered.size());
        ordered.forEach(key -> names.add(keys.value(key)));
        return commands.mget(names);
    }

    /** Decoded on the executor: what is large keeps no thread of the connection from other answers. */
    @Override
    public CompletableFuture<@Nullable CachedValue<?>> getAsync(Object key, Type type, Executor executor) {
        return calls.answer("GET", () -> reads.get(key, keys.value(key)))
                .handleAsync(
                        (bytes, failure) -> failure == null ? entries.read(key, bytes, type) : unreadable(key, failure),
                        executor);
    }

    private @Nullable CachedValue<?> unreadable(Object key, Throwable failure) {
        if (Stages.unwrap(failure) instanceof BackendException refusal && isWrongType(refusal)) {
            listener.onUnreadable(key, refusal);
            return null;
        }
        throw new CompletionException(Stages.unwrap(failure));
    }

    @Override
    public CompletableFuture<Map<Object, CachedValue<?>>> getMultiAsync(
            Collection<?> wanted, Type type, Executor executor) {
        List<Object> ordered = new ArrayList<>(wanted);
        if (ordered.isEmpty()) {
            return CompletableFuture.completedFuture(new HashMap<>());
        }
        // also a failure goes on there
        return calls.answer("MGET", () -> mget(ordered))
                .whenCompleteAsync((values, failure) -> {}, executor)
                .thenApply(values -> entries.read(ordered, values, type));
    }

    private static boolean isWrongType(BackendException failure) {
        return failure.getCause() instanceof RedisReplyException reply && reply.is("WRONGTYPE");
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, @Nullable Held held) {
        calls.requireAvailable();
        byte[] entry = entries.write(key, value); // not within the call: a value that can't be written is no outage
        return calls.await("SET", () -> writes.write(key, value, entry, held)) == 1;
    }

    /** All commands are sent before the first answer is awaited: one pipeline. */
    @Override
    public Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
        calls.requireAvailable();
        Map<Object, CompletionStage<Long>> answers = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> answers.put(key, writes.write(key, value, entries.write(key, value), held.get(key))));
        Iterator<Long> written = calls.awaitAll("SET", answers.values()).iterator();
        Set<Object> refused = new LinkedHashSet<>(answers.keySet());
        refused.removeIf(key -> written.next() == 1);
        return refused;
    }

    @Override
    public boolean delete(Object key) {
        return calls.await("DEL", () -> writes.remove(key)) > 0;
    }

    @Override
    public void deleteMulti(Collection<?> unwanted) {
        calls.requireAvailable();
        calls.awaitAll("DEL", unwanted.stream().map(writes::remove).toList());
    }

    @Override
    public Mutex mutex(Object key) {
        return settings.distributedLock() ? new RedisMutex(locks, keys.all(key)) : localMutexes.mutex(key);
    }

    /** Without locks of Redis' own, nothing that is stored could be refused. */
    @Override
    public KeyFence fence(Collection<?> unsettled) {
        if (!settings.distributedLock()) {
            return KeyFence.NONE;
        }
        calls.requireAvailable();
        return locks.fence(unsettled.stream().map(keys::all).toList());
    }

    @Override
    public Held watch(Object key) {
        byte[] proposal =
                RedisWrites.number(ThreadLocalRandom.current().nextLong(1L << 53)); // what Lua's numbers can tell apart
        return new RedisWrites.Stamp(calls.await(
                "watch",
                () -> commands.eval(
                        Scripts.WATCH, keys.all(key), List.of(proposal, RedisWrites.number(STAMP_TTL.toMillis())))));
    }

    @Override
    public InstantSource clock(InstantSource local) {
        return settings.serverClock() ? clock : local;
    }

    @Override
    public @Nullable String outage() {
        return calls.outage();
    }

    @Override
    public RegionInvalidationStrategy invalidationStrategy() {
        return invalidation;
    }

    @Override
    public Map<Object, Held> tryAcquireMulti(Collection<?> wanted) throws InterruptedException {
        if (!settings.distributedLock()) {
            return CacheBackend.super.tryAcquireMulti(wanted);
        }
        calls.requireAvailable();
        return locks.takeAll(wanted, keys);
    }

    @Override
    public void close() {
        calls.close();
        locks.close();
        invalidation.close();
        commands.close();
    }
}
