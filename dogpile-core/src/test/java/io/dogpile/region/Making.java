package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A creator whose calls end when the test says. Thread-safe. */
final class Making implements Supplier<CompletableFuture<String>> {

    private final List<CompletableFuture<String>> calls = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<String> get() {
        CompletableFuture<String> call = new CompletableFuture<>();
        calls.add(call);
        return call;
    }

    int count() {
        return calls.size();
    }

    /** The call of that number, from 1, when it has begun. */
    CompletableFuture<String> call(int number) {
        await().untilAsserted(() -> assertThat(calls).hasSizeGreaterThanOrEqualTo(number));
        return calls.get(number - 1);
    }

    static Supplier<CompletableFuture<String>> of(String value) {
        return () -> CompletableFuture.completedFuture(value);
    }

    static Supplier<CompletableFuture<String>> failing(Exception failure) {
        return () -> CompletableFuture.failedFuture(failure);
    }
}
