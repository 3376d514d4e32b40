package io.dogpile.redis;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.KeyFence;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.Stages;
import io.dogpile.backend.WaitTimer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the locks of one backend share: the connection, the thread that renews leases, and the waiters. */
final class RedisLocks implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.dogpile.redis");

    final RedisSettings settings;
    final Wakeups wakeups = new Wakeups();
    final TakenLocks taken;
    final WaitTimer timer;

    private final RedisCommands commands;
    private final Calls calls;
    private final byte[] channel;
    private final RedisCommands.Subscription subscription;
    private final ScheduledExecutorService scheduler;

    RedisLocks(
            RedisCommands commands,
            Calls calls,
            RedisSettings settings,
            ScheduledExecutorService scheduler,
            WaitTimer timer) {
        this.timer = timer;
        this.taken = new TakenLocks(timer, settings.longestPoll());
        this.commands = commands;
        this.calls = calls;
        this.settings = settings;
        this.scheduler = scheduler;
        this.channel = RedisKeys.bytes("dogpile:released:" + settings.keyPrefix());
        this.subscription = commands.subscribe(channel, wakeups::wake, wakeups::wakeAll);
    }

    boolean take(byte[] lockKey, byte[] token) {
        return calls.await(
                "SET NX",
                () -> commands.setIfAbsent(lockKey, token, settings.lease().toMillis()));
    }

    @Nullable
    String ownerOf(byte[] lockKey) {
        byte[] token = calls.await("GET", () -> commands.get(lockKey));
        return token == null ? null : new String(token, StandardCharsets.UTF_8);
    }

    /** Frees a lock that may have been taken by a call whose answer was not awaited; does not wait either. */
    void abandon(List<byte[]> keys, byte[] token) {
        commands.eval(Scripts.RELEASE, keys, List.of(token, channel));
    }

    Held hold(List<byte[]> keys, byte[] token) {
        return new Lease(keys, token);
    }

    KeyFence fence(List<List<byte[]>> keys) {
        return new RedisFence(commands, calls, keys, settings.lease(), scheduler);
    }

    /** In one pipeline, taken in the order of the keys' text, so that batches can't starve each other. */
    Map<Object, Held> takeAll(Collection<?> wanted, RedisKeys keys) {
        Map<String, Object> sorted = new TreeMap<>();
        wanted.forEach(key -> sorted.put(key.toString(), key));
        Map<Object, byte[]> tokens = new LinkedHashMap<>();
        List<CompletionStage<Boolean>> answers = new ArrayList<>();
        for (Object key : sorted.values()) {
            byte[] token = RedisMutex.newToken();
            tokens.put(key, token);
            answers.add(
                    commands.setIfAbsent(keys.lock(key), token, settings.lease().toMillis()));
        }
        Iterator<Boolean> free;
        try {
            free = calls.awaitAll("SET NX", answers).iterator();
        } catch (BackendException failure) {
            tokens.forEach((key, token) -> abandon(keys.all(key), token));
            throw failure;
        }
        tokens.values().removeIf(token -> !free.next());
        Map<Object, Held> held = new LinkedHashMap<>();
        for (Object key : wanted) {
            byte[] token = tokens.remove(key);
            if (token != null) {
                held.put(key, hold(keys.all(key), token));
            }
        }
        return held;
    }

    @Override
    public void close() {
        subscription.close();
    }

    /** A lock that is held, and kept by renewing it at a third of its lease. */
    final class Lease implements Held {

        final byte[] token;

        private final List<byte[]> keys;
        private final Future<?> renewal;
        private volatile boolean lost;
        private final AtomicBoolean givenBack = new AtomicBoolean();

        private Lease(List<byte[]> keys, byte[] token) {
            this.keys = keys;
            this.token = token;
            long third = Math.max(1, settings.lease().toMillis() / 3);
            this.renewal = scheduler.scheduleAtFixedRate(this::renew, third, third, TimeUnit.MILLISECONDS);
        }

        /** Must not wait for the answer: this thread renews all leases. */
        private void renew() {
            List<byte[]> arguments = List.of(
                    token, RedisKeys.bytes(Long.toString(settings.lease().toMillis())));
            commands.eval(Scripts.RENEW, keys, arguments).whenComplete((answer, failure) -> {
                if (failure != null) {
                    LOG.log(Level.DEBUG, "renewing a lease failed, will be tried again", failure);
                } else if (answer == 0) {
                    lost = true;
                    renewalCancelled();
                }
            });
        }

        private void renewalCancelled() {
            renewal.cancel(false);
        }

        /** Runs a script of {@link Scripts#STORE}, which gives the lock back, with its arguments but for the channel. */
        CompletionStage<Long> store(RedisScript script, List<byte[]> arguments) {
            renewalCancelled(); // or it could find the lock gone
            List<byte[]> all = new ArrayList<>(arguments);
            all.add(channel);
            return Stages.map(commands.eval(script, keys, all).toCompletableFuture(), answer -> {
                if (answer != 0) {
                    givenBack.set(true);
                }
                return answer;
            });
        }

        @Override
        public boolean release() {
            renewalCancelled();
            if (givenBack.getAndSet(false)) {
                return !lost;
            }
            try {
                return calls.await("release", () -> commands.eval(Scripts.RELEASE, keys, List.of(token, channel))) == 1
                        && !lost;
            } catch (BackendException failure) {
                LOG.log(Level.DEBUG, "releasing a lock failed; it ends with its lease", failure);
                return false;
            }
        }
    }
}
