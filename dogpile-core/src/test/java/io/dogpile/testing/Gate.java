package io.dogpile.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** A place where threads stop until it is opened, such as the middle of a creator. Thread-safe. */
public final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Creates a closed gate. */
    public Gate() {}

    /**
     * Waits until the gate is opened.
     *
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public void pass() throws InterruptedException {
        reached.countDown();
        opened.await();
    }

    /**
     * A creator that passes the gate and then answers a value.
     *
     * @param <V> type of the value
     * @param value the value
     * @return the creator
     */
    public <V> Callable<V> then(V value) {
        return () -> {
            pass();
            return value;
        };
    }

    /** Waits until a thread is at the gate. */
    public void awaitReached() {
        try {
            reached.await();
        } catch (InterruptedException interruption) {
            throw new AssertionError("interrupted while waiting for a thread to reach the gate", interruption);
        }
    }

    /** Lets everybody through, now and later. */
    public void open() {
        opened.countDown();
    }
}
