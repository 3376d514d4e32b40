package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.CacheBackend;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P4: whoever is interrupted while Redis answers is interrupted, and leaves no lock. */
@Timeout(60)
class InterruptedTakeTests {

    @Test
    void anInterruptDuringTheCallIsNoFailureOfRedis() {
        TestRedis server = TestRedis.shared();
        try (Instances instances = new Instances(server);
                RawRedis raw = new RawRedis(server)) {
            CacheBackend backend = instances.backendOn(Interrupting::new, Map.of("lock-timeout", "10m"));

            assertThatThrownBy(() -> backend.mutex("key").tryAcquire(Duration.ZERO))
                    .isInstanceOf(InterruptedException.class);

            assertThat(Thread.interrupted()).isFalse();
            await().until(() -> !raw.has(instances.lock("key")));
        }
    }

    /** The lock is taken, but the caller is interrupted before it hears. */
    private static final class Interrupting extends ForwardingCommands {

        Interrupting(RedisCommands target) {
            super(target);
        }

        @Override
        public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
            super.setIfAbsent(key, value, ttlMillis);
            Thread.currentThread().interrupt();
            return new CompletableFuture<>();
        }
    }
}
