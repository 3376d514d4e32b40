package io.dogpile.spring.boot.autoconfigure;

/** Carries a part of the calling thread's context to the thread that works for it. Thread-safe. */
interface ContextCarrier {

    /** Captures now. What is returned has the context while it runs, and leaves its thread's own behind. */
    Runnable carry(Runnable task);

    /** Whether Boot's executor does the same if {@code spring.task.execution.propagate-context} says so. */
    default boolean isBootsToo() {
        return false;
    }
}
