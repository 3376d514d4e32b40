package io.dogpile.simulation;

import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs only while it has the baton: when it was resumed, and until it parks or its task ends. Of all fibers
 * and the thread that resumes them, one runs at a time.
 */
final class Fiber implements Runnable {

    private final Deque<Fiber> pool;
    private final Semaphore mine = new Semaphore(0);
    private final Semaphore resumers = new Semaphore(0);
    private final Thread thread;

    private @Nullable Runnable task;

    /** In which process it runs; null for the world itself. */
    private @Nullable Machine machine;

    private @Nullable Throwable crash;

    /** Where it waits; null while it runs. */
    World.@Nullable Parked parked;

    private Fiber(Deque<Fiber> pool) {
        this.pool = pool;
        thread = new Thread(this, "fiber");
        thread.setDaemon(true);
        thread.start();
    }

    /** One of those that have nothing to do, or a new one. */
    static Fiber idle(Deque<Fiber> pool) {
        Fiber fiber = pool.poll();
        return fiber == null ? new Fiber(pool) : fiber;
    }

    void begin(@Nullable Machine in, Runnable newTask) {
        machine = in;
        task = newTask;
        resume();
    }

    /** Lets it run until it parks or ends. Answers whether it has ended. */
    boolean resume() {
        mine.release();
        resumers.acquireUninterruptibly();
        Throwable unexpected = crash;
        if (unexpected != null) {
            crash = null;
            throw new AssertionError("a task ended with an error", unexpected);
        }
        return task == null;
    }

    /** Gives the baton back until it is resumed. To be called by the fiber's own thread. */
    void park() {
        resumers.release();
        mine.acquireUninterruptibly();
    }

    /** The machine on which the fiber runs. */
    @Nullable
    Machine machine() {
        return machine;
    }

    void interrupt() {
        thread.interrupt();
        if (parked != null) {
            parked.wake();
        }
    }

    @Override
    public void run() {
        while (true) {
            mine.acquireUninterruptibly();
            Runnable next = task;
            try {
                if (next != null) {
                    next.run();
                }
            } catch (Crashed end) {
                // its process is gone
            } catch (Throwable unexpected) {
                Machine where = machine;
                if (where == null || !where.isDead()) {
                    crash = unexpected;
                }
            }
            Thread.interrupted();
            task = null;
            machine = null;
            pool.push(this);
            resumers.release();
        }
    }
}
