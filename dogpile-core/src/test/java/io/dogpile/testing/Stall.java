package io.dogpile.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A creator that answers when the test says so. Thread-safe.
 *
 * @param <V> type of the value
 */
public final class Stall<V> implements Supplier<CompletableFuture<V>> {

    /** What the creator answers; for the test to complete. */
    public final CompletableFuture<V> answer = new CompletableFuture<>();

    private final AtomicInteger calls = new AtomicInteger();

    /** Creates a creator that was not called yet. */
    public Stall() {}

    @Override
    public CompletableFuture<V> get() {
        calls.incrementAndGet();
        return answer;
    }

    /**
     * How often it was called.
     *
     * @return the number of calls
     */
    public int calls() {
        return calls.get();
    }
}
