package io.dogpile.redis;

import dev.failsafe.CircuitBreaker;
import io.dogpile.backend.BackendException;
import io.dogpile.backend.Stages;
import io.dogpile.backend.WaitTimer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Awaits answers of Redis, each within the call's limit, behind a circuit breaker (P7). The first call that gets no
 * answer opens the circuit; from then on calls fail at once, and a probe in the background, not a caller, finds out
 * when Redis is back. Who awaits is never the thread of an event loop; {@link #answer} is for those.
 */
final class Calls implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.dogpile.redis");

    /** How long Redis is left alone between two probes. */
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);

    /** On a busy machine about one try in a hundred does not hear why it was refused. */
    private static final int FIRST_TRIES = 4;

    private final String name;
    private final Duration limit;
    private final Supplier<CompletionStage<Long>> probe;
    private final Runnable reconnect;
    private final ScheduledExecutorService scheduler;
    private final WaitTimer timer;
    private final CircuitBreaker<Object> breaker;
    private volatile String lastTrouble = "";

    Calls(
            String name,
            Duration limit,
            Supplier<CompletionStage<Long>> probe,
            Runnable reconnect,
            ScheduledExecutorService scheduler,
            WaitTimer timer) {
        this.name = name;
        this.limit = limit;
        this.probe = probe;
        this.reconnect = reconnect;
        this.scheduler = scheduler;
        this.timer = timer;
        this.breaker = CircuitBreaker.builder()
                .withFailureThreshold(1)
                .withSuccessThreshold(1)
                .withDelay(Duration.ZERO) // only the probe asks for a permit, and comes after the interval
                .onOpen(event -> opened())
                .onClose(event -> LOG.log(Level.DEBUG, () -> name + ": the circuit is closed"))
                .build();
    }

    /**
     * Waits for a first answer, so that the first call of the application finds a connection; and for a second one,
     * because the first took as long as connecting, from which the server's time can't be told.
     */
    void connect(Duration limit) {
        try {
            first(limit);
            await("the second call", probe);
        } catch (BackendException failure) {
            if (failure.getCause() instanceof RedisReplyException reply && !reply.meansUnavailable()) {
                throw failure; // a wrong password will not become right
            }
            breaker.open();
            LOG.log(Level.WARNING, () -> name + ": Redis can't be reached; starting without it", failure);
        }
    }

    /** Who is refused is also disconnected, and sometimes that is all that a client hears of it. */
    private void first(Duration limit) {
        long started = timer.nanoTime();
        Duration left = limit;
        for (int tries = 1; ; tries++) {
            try {
                await("the first call", left, probe);
                return;
            } catch (BackendException failure) {
                left = limit.minusNanos(timer.nanoTime() - started);
                boolean late = left.isNegative() || left.isZero();
                if (late || tries == FIRST_TRIES || failure.getCause() instanceof RedisReplyException) {
                    throw failure;
                }
                breaker.close();
            }
        }
    }

    /** What opened the circuit, null while it is closed. */
    @Nullable
    String outage() {
        return breaker.isClosed() ? null : lastTrouble;
    }

    /** To be asked before commands are sent whose answers are awaited later. */
    void requireAvailable() {
        if (!breaker.isClosed()) {
            throw new BackendException(name + ": Redis did not answer lately and is left alone until it does", null);
        }
    }

    <T> T await(String what, Supplier<CompletionStage<T>> call) {
        return await(what, limit, call);
    }

    /** Answers to commands that were all sent before, in their order. After a failure the others are given up. */
    <T> List<T> awaitAll(String what, Collection<? extends CompletionStage<T>> sent) {
        List<T> answers = new ArrayList<>(sent.size());
        try {
            sent.forEach(answer -> answers.add(await(what, () -> answer)));
            return answers;
        } finally {
            if (answers.size() < sent.size()) {
                sent.forEach(answer -> answer.toCompletableFuture().cancel(true));
            }
        }
    }

    /** What {@link #await} does, without waiting. Completes on whatever thread brings the answer. */
    <T> CompletableFuture<T> answer(String what, Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> sent;
        try {
            requireAvailable();
            sent = call.get().toCompletableFuture();
        } catch (BackendException unavailable) {
            return CompletableFuture.failedFuture(unavailable);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failed(what, failure));
        }
        return limited(sent.copy()).handle((result, failure) -> {
            if (failure == null) {
                answered();
                return result;
            }
            Throwable cause = Stages.unwrap(failure);
            if (cause instanceof TimeoutException) {
                sent.cancel(true);
                throw late(what, limit, cause);
            }
            throw failed(what, cause);
        });
    }

    private <T> T await(String what, Duration limit, Supplier<CompletionStage<T>> call) {
        requireAvailable();
        CompletableFuture<T> answer = null;
        try {
            answer = call.get().toCompletableFuture();
            T result = timer.await(answer, limit.toNanos());
            answered();
            return result;
        } catch (TimeoutException late) {
            answer.cancel(true); // a command that is still queued must not be carried out some time later
            throw late(what, limit, late);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new BackendException(name + ": interrupted while Redis was to answer " + what, interruption);
        } catch (RuntimeException failure) {
            throw failed(what, Stages.unwrap(failure));
        }
    }

    /** A closed circuit, which one failure opens, does not count successes; to tell it of them takes a lock. */
    private void answered() {
        if (!breaker.isClosed()) {
            breaker.recordSuccess();
        }
    }

    private <T> CompletableFuture<T> limited(CompletableFuture<T> answer) {
        Future<?> alarm = timer.after(limit, () -> answer.completeExceptionally(new TimeoutException()));
        return answer.whenComplete((result, failure) -> alarm.cancel(false));
    }

    private BackendException late(String what, Duration limit, Throwable cause) {
        return unavailable("Redis did not answer " + what + " within " + limit.toMillis() + " ms", cause);
    }

    private BackendException failed(String what, Throwable cause) {
        String message = "Redis failed at " + what + ": " + cause.getMessage();
        if (cause instanceof RedisReplyException reply && !reply.meansUnavailable()) {
            answered();
            return new BackendException(name + ": " + message, cause);
        }
        return unavailable(message, cause);
    }

    private BackendException unavailable(String message, Throwable cause) {
        lastTrouble = message;
        breaker.recordException(cause);
        return new BackendException(name + ": " + message, cause);
    }

    private void opened() {
        LOG.log(Level.DEBUG, () -> name + ": the circuit is open");
        if (!scheduler.isShutdown()) {
            scheduler.schedule(this::probe, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void probe() {
        if (breaker.isClosed() || !breaker.tryAcquirePermit()) {
            return;
        }
        CompletableFuture<?> answer;
        try {
            answer = limited(probe.get().toCompletableFuture());
        } catch (RuntimeException failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        answer.whenComplete((result, failure) -> {
            if (failure == null) {
                breaker.recordSuccess();
            } else {
                breaker.recordException(failure);
                if (Stages.unwrap(failure) instanceof TimeoutException) {
                    reconnect.run();
                }
            }
        });
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
