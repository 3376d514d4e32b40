package io.dogpile.redis;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.KeyFence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands around some keys in all processes: one member of each key's sorted set of fences, scored with the time until
 * which it counts. It is raised again at a third of the lease, so that a process that dies frees its keys.
 */
final class RedisFence implements KeyFence {

    private static final Logger LOG = System.getLogger("io.dogpile.redis");

    private final RedisCommands commands;
    private final Calls calls;
    private final List<List<byte[]>> keys;
    private final byte[] lease;
    private final byte[] token = RedisMutex.newToken();
    private final Future<?> renewal;
    private boolean closed;

    RedisFence(
            RedisCommands commands,
            Calls calls,
            List<List<byte[]>> keys,
            Duration lease,
            ScheduledExecutorService scheduler) {
        this.commands = commands;
        this.calls = calls;
        this.keys = keys;
        this.lease = RedisKeys.bytes(Long.toString(lease.toMillis()));
        long third = Math.max(1, lease.toMillis() / 3);
        this.renewal = scheduler.scheduleAtFixedRate(this::renew, third, third, TimeUnit.MILLISECONDS);
        try {
            await("fence", raise());
        } catch (BackendException failure) {
            renewal.cancel(false);
            lower(); // whatever stands of it
            throw failure;
        }
    }

    private List<CompletionStage<Long>> raise() {
        return keys.stream()
                .map(each -> commands.eval(Scripts.FENCE, each, List.of(token, lease)))
                .toList();
    }

    private List<CompletionStage<Long>> lower() {
        return keys.stream()
                .map(each -> commands.eval(Scripts.UNFENCE, each, List.of(token)))
                .toList();
    }

    private void await(String what, List<CompletionStage<Long>> answers) {
        answers.forEach(answer -> calls.await(what, () -> answer));
    }

    /** Must not wait for the answer: its thread renews all leases. Never after the end, or it would raise it again. */
    private synchronized void renew() {
        if (!closed) {
            raise().forEach(answer -> answer.whenComplete((raised, failure) -> {
                if (failure != null) {
                    LOG.log(Level.DEBUG, "renewing a fence failed, will be tried again", failure);
                }
            }));
        }
    }

    private synchronized boolean end() {
        boolean first = !closed;
        closed = true;
        renewal.cancel(false);
        return first;
    }

    @Override
    public void close() {
        if (!end()) {
            return;
        }
        try {
            await("unfence", lower());
        } catch (BackendException failure) {
            LOG.log(Level.DEBUG, "lowering a fence failed; it ends with its lease", failure);
        }
    }
}
