package io.dogpile.lock;

import java.util.concurrent.CompletionStage;

/**
 * A creation on its way to a thread of an executor: what a {@link DogpileLock} gives to one. An executor that will not
 * run it after all, because it is shutting down, says so by {@link #abandon}. Thread-safe.
 */
public interface QueuedCreation extends Runnable {

    /** Creates, unless this has begun before, or was abandoned, or a caller without a value creates already. */
    @Override
    void run();

    /**
     * When it is over, which for an asynchronous creation may be after {@link #run} has returned.
     *
     * @return completes when the creation has ended or was abandoned, never exceptionally
     */
    CompletionStage<?> end();

    /** Frees the keys, so that the next caller is elected anew. Does nothing if the creation has begun. */
    void abandon();
}
