package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

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
        soon().untilAsserted(() -> assertThat(calls).hasSizeGreaterThanOrEqualTo(number));
        return calls.get(number - 1);
    }

    /** Looks often, for what takes no longer than a thread to get on. */
    static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(5)).pollDelay(Duration.ZERO);
    }

    static Supplier<CompletableFuture<String>> of(String value) {
        return () -> CompletableFuture.completedFuture(value);
    }

    static Supplier<CompletableFuture<String>> failing(Exception failure) {
        return () -> CompletableFuture.failedFuture(failure);
    }
}
