package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendException;
import io.dogpile.testing.ManualTimer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** P7: a start without Redis takes no longer than connecting may, and one that Redis refuses says so. */
class CallsTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ManualTimer timer = new ManualTimer();
    private final AtomicInteger tries = new AtomicInteger();

    private Calls calls(Supplier<RuntimeException> failure, Duration each) {
        ScheduledExecutorService nothingLater = Executors.newSingleThreadScheduledExecutor();
        nothingLater.shutdown();
        Supplier<CompletionStage<Long>> probe = () -> {
            tries.incrementAndGet();
            timer.advance(each);
            throw failure.get();
        };
        return new Calls("region 'test'", LIMIT, probe, () -> {}, nothingLater, timer);
    }

    @Test
    void whoIsRefusedAndHearsOfItAtTheLastTryDoesNotStart() {
        Calls calls = calls(
                () -> tries.get() < 4
                        ? new IllegalStateException("closed")
                        : new RedisReplyException("WRONGPASS invalid", new IllegalStateException("refused")),
                Duration.ofMillis(1));

        assertThatThrownBy(() -> calls.connect(LIMIT))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WRONGPASS");
    }

    @Test
    void aServerThatIsGoneIsTriedAFewTimes() {
        Calls calls = calls(() -> new IllegalStateException("closed"), Duration.ofMillis(1));

        calls.connect(LIMIT);

        assertThat(tries).hasValue(4);
        assertThat(calls.outage()).contains("closed");
    }

    @Test
    void anAddressWhereNobodyAnswersIsTriedForAsLongAsConnectingMayTake() {
        Calls calls = calls(() -> new IllegalStateException("no route"), Duration.ofSeconds(3));

        calls.connect(LIMIT);

        assertThat(tries).hasValue(2);
        assertThat(calls.outage()).contains("no route");
    }
}
