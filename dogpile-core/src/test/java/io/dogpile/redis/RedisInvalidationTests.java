package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one process invalidates is outdated in all of them. */
@Timeout(120)
class RedisInvalidationTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @BeforeEach
    void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        Awaitility.reset();
        instances.close();
        raw.close();
    }

    private String invalidationKey() {
        return "dogpile:invalidated:" + instances.prefix;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyInstanceKnows(boolean hard) {
        CacheRegion here = instances.region();
        CacheRegion there = instances.region();
        here.set("key", "value");
        assertThat(there.<String>get("key")).isEqualTo("value");

        here.invalidate(hard);

        assertThat(here.<String>get("key")).isNull();
        await().until(() -> there.get("key") == null);
        assertThat(instances.region().<String>get("key")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d:0", "0:%d"})
    void aMessageAloneIsHeard(String form) {
        CacheRegion region = instances.region();
        region.set("key", "value");
        long created = region.getValueMetadata("key").creationTimeMicros();
        byte[] message = String.format(form, created).getBytes(StandardCharsets.US_ASCII);

        await().until(() -> {
            raw.commands.publish(invalidationKey(), message);
            return region.get("key") == null;
        });
    }

    @Test
    void whatIsStoredIsReadAgainIfTheMessageWasLost() {
        CacheRegion region = instances.region();
        region.set("key", "value");
        long created = region.getValueMetadata("key").creationTimeMicros();

        raw.set(invalidationKey(), created + ":0");

        await().until(() -> region.get("key") == null);
    }

    @Test
    void anInvalidationKeyThatHoldsSomethingElseIsNone() {
        raw.set(invalidationKey(), "something else");
        CacheRegion region = instances.region();
        region.set("key", "value");
        assertThat(region.<String>get("key")).isEqualTo("value");

        region.invalidate();

        assertThat(region.<String>get("key")).isNull();
        assertThat(raw.text(invalidationKey())).matches("\\d{16}:0");
    }

    @Test
    void aSoftInvalidationLeavesStaleValuesToThoseWhoWouldWait() {
        CacheRegion here = instances.region();
        CacheRegion there = instances.region();
        here.set("key", "old");
        here.invalidate(false);
        await().until(() -> there.get("key") == null);
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> here.getOrCreate("key", gate.then("new")));
        gate.awaitReached();

        assertThat(there.<String>getOrCreate("key", () -> "unwanted")).isEqualTo("old");
        gate.open();
        assertThat(creation.value()).isEqualTo("new");
        assertThat(there.<String>get("key")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCreationThatBeganBeforeIsOutdatedEvenIfItsProcessNeverHeard(boolean hard) {
        CacheRegion deaf = instances.regionOn(commands -> new Deaf(commands, invalidationKey()));
        CacheRegion other = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> deaf.getOrCreate("key", gate.then("old")));
        gate.awaitReached();

        other.invalidate(hard);
        gate.open();

        assertThat(creation.value()).isEqualTo("old");
        assertThat(raw.text(instances.key("key"))).endsWith("|\"old\"");
        assertThat(other.<String>get("key")).isNull();
        assertThat(instances.region().<String>get("key")).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSetAfterwardsIsFound(boolean hard) {
        CacheRegion here = instances.region();
        CacheRegion there = instances.region();
        here.invalidate(hard);

        here.set("key", "value");
        here.getOrCreate("created", () -> "value");

        assertThat(here.<String>get("key")).isEqualTo("value");
        assertThat(there.<String>get("key")).isEqualTo("value");
        assertThat(there.<String>get("created")).isEqualTo("value");
    }

    /** A process that neither gets messages nor reads the region's invalidation. */
    private static final class Deaf extends ForwardingCommands {

        private final String invalidationKey;

        Deaf(RedisCommands target, String invalidationKey) {
            super(target);
            this.invalidationKey = invalidationKey;
        }

        @Override
        public CompletionStage<byte[]> get(byte[] key) {
            return new String(key, StandardCharsets.UTF_8).equals(invalidationKey)
                    ? CompletableFuture.completedFuture(null)
                    : super.get(key);
        }

        @Override
        public Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected) {
            return () -> {};
        }
    }
}
