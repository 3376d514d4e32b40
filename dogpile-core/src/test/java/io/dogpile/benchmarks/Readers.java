package io.dogpile.benchmarks;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CacheResult;
import io.dogpile.region.CallOptions;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Those who ask for one key in virtual time, at random, so many per second on average; and what they got. */
final class Readers {

    static final String KEY = "key";

    private final VirtualTime time;
    private final CacheRegion region;
    private final Supplier<CompletableFuture<String>> creator;
    private final Random random = new Random(1);

    long reads;
    long answers;
    long failures;
    long stale;
    long waited;
    long creations;
    Duration longestWait = Duration.ZERO;

    private Readers(VirtualTime time, CacheRegion region, Supplier<CompletableFuture<String>> creator) {
        this.time = time;
        this.region = region;
        this.creator = creator;
    }

    static Readers start(
            VirtualTime time, CacheRegion region, int perSecond, Supplier<CompletableFuture<String>> creator) {
        Readers readers = new Readers(time, region, creator);
        readers.next(perSecond);
        return readers;
    }

    private void next(int perSecond) {
        long nanos = (long) (-Math.log(1 - random.nextDouble()) * 1e9 / perSecond);
        time.at(Duration.ofNanos(nanos), () -> {
            read();
            next(perSecond);
        });
    }

    private void read() {
        reads++;
        region.<String>getOrCreateWithMetadataAsync(KEY, this::create, CallOptions.NONE)
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        answered(answer);
                    } else {
                        failures++;
                    }
                });
    }

    private CompletableFuture<String> create() {
        creations++;
        return creator.get();
    }

    private void answered(CacheResult<String> answer) {
        answers++;
        if (answer.state() == CacheResult.State.STALE) {
            stale++;
        }
        if (!answer.waited().isZero()) {
            waited++;
        }
        if (answer.waited().compareTo(longestWait) > 0) {
            longestWait = answer.waited();
        }
    }
}
