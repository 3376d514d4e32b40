package io.dogpile.lock;

import java.util.concurrent.Executor;

/**
 * Where the parts of asynchronous creations run that are not the creator's own.
 *
 * @param executor takes what may block, and what must not run on the thread of somebody else. What it refuses runs on
 *     the thread that asked: a lock that was taken has to be released
 * @param blocking whether the backend blocks, so that it must be used on the executor
 */
public record AsyncThreads(Executor executor, boolean blocking) {

    /**
     * Makes the executor one that refuses nothing.
     *
     * @param executor the executor, which may refuse
     * @param blocking whether the backend blocks
     */
    public AsyncThreads {
        executor = new WillingExecutor(executor);
    }

    /**
     * Where to go on with what may wait for the backend: storing, releasing, asking who holds a lock. A stage that is
     * done already goes on in the thread that attaches to it; so whoever attaches such a step has to be there as well.
     *
     * @return the executor, or the same thread if the backend does not block
     */
    public Executor forBackend() {
        return blocking ? executor : Runnable::run;
    }
}
