package io.dogpile.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P12 for turns: each is given back once, also if it comes at the very moment at which its caller has waited enough. */
@Timeout(20)
class TurnsTests {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final ManualTimer timer = new ManualTimer();
    private final DogpileLock lock = new DogpileLock("region 'test'", new RecordingListener(), timer, Runnable::run);
    private final Terms terms = new Terms(LIMIT, false, null, null, 1, null, Runnable::run);

    private CompletableFuture<Turns.Turn> line(Executor executor) {
        return lock.takeTurnAsync(List.of(), terms, lock.deadline(LIMIT), executor);
    }

    @Test
    void aTurnThatComesJustBeforeTheLimitIsTheCallersAlone() {
        Turns.Turn first = lock.takeFreeTurn(terms);
        Queue<Runnable> busy = new ArrayDeque<>();
        CompletableFuture<Turns.Turn> second = line(busy::add);

        first.close();
        timer.advance(LIMIT); // before the executor gets to tell the caller

        assertThat(lock.takeFreeTurn(terms)).isNull();
        busy.remove().run();
        assertThat(lock.turns.taken()).isEqualTo(1);
        second.join().close();
        assertThat(lock.turns.taken()).isZero();
    }

    @Test
    void whoHasWaitedEnoughLeavesTheLine() {
        Turns.Turn first = lock.takeFreeTurn(terms);
        CompletableFuture<Turns.Turn> second = line(Runnable::run);
        CompletableFuture<Turns.Turn> third = line(Runnable::run);

        timer.advance(LIMIT);

        assertThat(second.join()).isNull();
        assertThat(third.join()).isNull();
        assertThat(lock.turns.waiting()).isZero();
        first.close();
        assertThat(lock.turns.taken()).isZero();
    }
}
