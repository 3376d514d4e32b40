package io.dogpile.benchmarks;

import static io.dogpile.benchmarks.Readers.KEY;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.Policies;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What failing and hanging creators do to twenty reads per second, in virtual time.
 *
 * @param time how long each story lasts
 */
record FailureEffects(Duration time) {

    private static final int READS_PER_SECOND = 20;
    private static final Duration TAKING = Duration.ofMillis(50);

    private static final Callable<String> FAILING = () -> {
        throw new IllegalStateException("down");
    };

    /** A service is down, just when the value expires that was made of it. */
    Map<String, Number> failingForTenMinutes(boolean with) {
        VirtualTime virtual = new VirtualTime();
        Policies policies = with ? Policies.NONE.serveStaleOnError(Duration.ofHours(1)) : Policies.NONE;
        CacheRegion region = virtual.region(
                policies,
                settings -> settings.expirationTime(Duration.ofMinutes(1)).serveStale(Duration.ofSeconds(30)));
        region.set(KEY, "value");
        virtual.pass(Duration.ofMinutes(1));
        Readers readers = Readers.start(virtual, region, READS_PER_SECOND, () -> virtual.answer(TAKING, FAILING));
        virtual.pass(time);
        return Figures.of("reads", readers.reads)
                .and("that failed", readers.failures)
                .and("creator calls", readers.creations)
                .map();
    }

    /** A service is down, and there is no value that was made of it. */
    Map<String, Number> failingWithoutPreviousValue(boolean with) {
        VirtualTime virtual = new VirtualTime();
        Policies policies = with ? Policies.NONE.failureExpirationTime(Duration.ofSeconds(2)) : Policies.NONE;
        CacheRegion region = virtual.region(policies, settings -> settings.expirationTime(Duration.ofMinutes(1)));
        Readers readers = Readers.start(virtual, region, READS_PER_SECOND, () -> virtual.answer(TAKING, FAILING));
        virtual.pass(time);
        return Figures.of("reads", readers.reads)
                .and("creator calls", readers.creations)
                .map();
    }

    /** One call of a creator never returns. */
    Map<String, Number> hangingOnce(boolean with) {
        VirtualTime virtual = new VirtualTime();
        Policies policies = with ? Policies.NONE.creationTimeout(Duration.ofSeconds(5)) : Policies.NONE;
        CacheRegion region = virtual.region(policies, settings -> settings.expirationTime(Duration.ofMinutes(1)));
        AtomicInteger calls = new AtomicInteger();
        Readers readers = Readers.start(
                virtual,
                region,
                READS_PER_SECOND,
                () -> calls.getAndIncrement() == 0 ? new CompletableFuture<>() : virtual.answer(TAKING, () -> "value"));
        virtual.pass(time);
        return Figures.of("reads", readers.reads)
                .and("that were answered", readers.answers)
                .and("keys that are blocked at the end", region.keyIsLocked(KEY) ? 1 : 0)
                .map();
    }
}
