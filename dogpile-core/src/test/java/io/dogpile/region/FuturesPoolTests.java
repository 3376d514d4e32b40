package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.testing.Gate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FuturesPoolTests {

    private final FuturesPool pool = new FuturesPool();

    @Test
    void aBurstOfShortTasksDoesNotBecomeAsManyThreads() {
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            pool.execute(done::incrementAndGet);
        }

        await().until(() -> done.get() == 20_000);
        assertThat(pool.threadCount()).isBetween(1, 16 * FuturesPool.SIZE); // more only if the machine stands still
    }

    @Test
    void tasksThatWaitForOneWhichIsQueuedBehindThemAllGetOn() throws Exception {
        int waiting = 8 * FuturesPool.SIZE;
        CountDownLatch last = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(waiting);
        for (int i = 0; i < waiting; i++) {
            pool.execute(() -> {
                try {
                    last.await();
                    done.countDown();
                } catch (InterruptedException interruption) {
                    throw new AssertionError(interruption);
                }
            });
        }
        pool.execute(last::countDown);

        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPoolThatWasStuckOnceGoesOnForTheNextTask() {
        Gate gate = new Gate();
        for (int round = 0; round < 3; round++) {
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < 2 * FuturesPool.SIZE; i++) {
                pool.execute(() -> {
                    try {
                        gate.pass();
                        done.incrementAndGet();
                    } catch (InterruptedException interruption) {
                        throw new AssertionError(interruption);
                    }
                });
            }
            await().until(() -> pool.queuedCount() == 0);
            gate.open();
            await().until(() -> done.get() == 2 * FuturesPool.SIZE);
        }
        assertThat(pool.queuedCount()).isZero();
    }
}
