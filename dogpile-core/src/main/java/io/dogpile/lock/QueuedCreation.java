package io.dogpile.lock;

/**
 * A creation on its way to a thread of an executor: what a {@link DogpileLock} gives to one. An executor that will not
 * run it after all, because it is shutting down, says so by {@link #abandon}. Thread-safe.
 */
public interface QueuedCreation extends Runnable {

    /** Creates, unless this has begun before, or was abandoned, or a caller without a value creates already. */
    @Override
    void run();

    /** Frees the keys, so that the next caller is elected anew. Does nothing if the creation has begun. */
    void abandon();
}
