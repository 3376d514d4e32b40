package io.dogpile.lock;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One that refuses nothing: what the given one refuses runs on the thread that asked. What is asked of it has to happen,
 * such as to release a lock.
 */
record WillingExecutor(Executor given) implements Executor {

    @Override
    public void execute(Runnable task) {
        try {
            given.execute(task);
        } catch (RejectedExecutionException refusal) {
            task.run();
        }
    }
}
