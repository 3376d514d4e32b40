package io.dogpile.benchmarks;

import static io.dogpile.benchmarks.Readers.KEY;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.Policies;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** What failing and hanging creators do to twenty reads per second, in virtual time. */
final class FailureEffects {

    private static final int READS_PER_SECOND = 20;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration TAKING = Duration.ofMillis(50);

    private static final Callable<String> FAILING = () -> {
        throw new IllegalStateException("down");
    };

    private FailureEffects() {}

    /** A service is down for ten minutes, just when the value expires that was made of it. */
    static Map<String, Number> failingForTenMinutes(boolean with) {
        VirtualTime time = new VirtualTime();
        Policies policies = with ? Policies.NONE.serveStaleOnError(Duration.ofHours(1)) : Policies.NONE;
        CacheRegion region = time.region(
                policies,
                settings -> settings.expirationTime(Duration.ofMinutes(1)).serveStale(Duration.ofSeconds(30)));
        region.set(KEY, "value");
        time.pass(Duration.ofMinutes(1));
        Readers readers = Readers.start(time, region, READS_PER_SECOND, () -> time.answer(TAKING, FAILING));
        time.pass(TEN_MINUTES);
        return Figures.of("reads", readers.reads)
                .and("that failed", readers.failures)
                .and("creator calls", readers.creations)
                .map();
    }

    /** A service is down for ten minutes, and there is no value that was made of it. */
    static Map<String, Number> failingWithoutPreviousValue(boolean with) {
        VirtualTime time = new VirtualTime();
        Policies policies = with ? Policies.NONE.failureExpirationTime(Duration.ofSeconds(2)) : Policies.NONE;
        CacheRegion region = time.region(policies, settings -> settings.expirationTime(Duration.ofMinutes(1)));
        Readers readers = Readers.start(time, region, READS_PER_SECOND, () -> time.answer(TAKING, FAILING));
        time.pass(TEN_MINUTES);
        return Figures.of("reads", readers.reads)
                .and("creator calls", readers.creations)
                .map();
    }

    /** One call of a creator never returns. */
    static Map<String, Number> hangingOnce(boolean with) {
        VirtualTime time = new VirtualTime();
        Policies policies = with ? Policies.NONE.creationTimeout(Duration.ofSeconds(5)) : Policies.NONE;
        CacheRegion region = time.region(policies, settings -> settings.expirationTime(Duration.ofMinutes(1)));
        AtomicInteger calls = new AtomicInteger();
        Readers readers = Readers.start(
                time,
                region,
                READS_PER_SECOND,
                () -> calls.getAndIncrement() == 0 ? new CompletableFuture<>() : time.answer(TAKING, () -> "value"));
        time.pass(TEN_MINUTES);
        return Figures.of("reads", readers.reads)
                .and("that were answered", readers.answers)
                .and("keys that are blocked at the end", region.keyIsLocked(KEY) ? 1 : 0)
                .map();
    }
}
