package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.codec.TypeAllowList;
import io.dogpile.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's time as a process knows it right after its start, before the clocks are compared again. */
@Timeout(60)
class RedisClockTests {

    private static final Duration PAUSE = Duration.ofMillis(800);
    /** A pause that is taken for a round trip makes an error of half of it. */
    private static final long TOLERANCE_MICROS = 300_000;

    /** How far the time is off when the process' own clock is and the connection is a test's. */
    private static long error(InstantSource local, UnaryOperator<RedisCommands> connection) {
        RedisBackendFactory factory = new RedisBackendFactory(
                "test",
                Set.of(),
                settings -> connection.apply(LettuceConnector.standalone(settings)),
                () -> RedisCodecs.standard(TypeAllowList.of()));
        Settings settings = Settings.of(
                "", Map.of("port", TestRedis.shared().port(), "socket-timeout", 20, "socket-connect-timeout", 20));
        try (CacheBackend backend = factory.create(new BackendContext("test", settings, null, local, (k, e) -> {}))) {
            return CachedValue.nowMicros(backend.clock(local)) - CachedValue.nowMicros(Clock.systemUTC());
        }
    }

    @Test
    void theTimeThatConnectingTakesIsNoDifference() {
        InstantSource fast = () -> Clock.systemUTC().instant().plus(Duration.ofHours(1));

        assertThat(error(fast, SlowToConnect::new)).isBetween(-TOLERANCE_MICROS, TOLERANCE_MICROS);
    }

    @Test
    void aPauseOfTheProcessWhileItComparesIsNoDifference() {
        AtomicInteger looks = new AtomicInteger();
        InstantSource pausing = () -> {
            if (looks.getAndIncrement() < 2) {
                pause();
            }
            return Instant.now();
        };

        assertThat(error(pausing, commands -> commands)).isBetween(-TOLERANCE_MICROS, TOLERANCE_MICROS);
    }

    /** As a stopped process pauses. */
    private static void pause() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        never.completeOnTimeout(null, PAUSE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private static final class SlowToConnect extends ForwardingCommands {

        private final AtomicBoolean connected = new AtomicBoolean();

        SlowToConnect(RedisCommands target) {
            super(target);
        }

        @Override
        public CompletionStage<Long> timeMicros() {
            if (connected.getAndSet(true)) {
                return super.timeMicros();
            }
            return CompletableFuture.runAsync(
                            () -> {}, CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS))
                    .thenCompose(delayed -> super.timeMicros());
        }
    }
}
