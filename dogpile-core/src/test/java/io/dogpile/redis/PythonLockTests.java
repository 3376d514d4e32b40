package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks that another program takes, as Python's dogpile.cache does. */
@Timeout(120)
class PythonLockTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    @Test
    void aLockOfPythonsIsWaitedForUntilItsRelease() {
        CacheRegion region = instances.region();
        assertThat(raw.takeLock(instances.lock("key"), Duration.ofMinutes(10))).isTrue();

        Task<String> creation = Task.start(() -> region.getOrCreate("key", this::owner));
        creation.awaitWaiting();
        assertThat(raw.text(instances.lock("key"))).isEqualTo(RawRedis.FOREIGN_TOKEN);
        raw.commands.del(instances.lock("key"));

        assertThat(creation.value()).matches("[0-9a-f]{32}").isNotEqualTo(RawRedis.FOREIGN_TOKEN);
    }

    @Test
    void aLockOfPythonsIsWaitedForUntilItExpires() {
        CacheRegion region = instances.region();
        assertThat(raw.takeLock(instances.lock("key"), Duration.ofMillis(700))).isTrue();

        assertThat(region.getOrCreate("key", this::owner))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(RawRedis.FOREIGN_TOKEN);
    }

    /** Who has the lock while the creator runs. */
    private String owner() {
        return raw.text(instances.lock("key"));
    }

    @Test
    void whatPythonStoresWhileWeWaitIsTaken() {
        CacheRegion region = instances.region();
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));
        Task<Object> waiter = Task.start(() -> region.getOrCreate("key", () -> "unwanted"));
        waiter.awaitWaiting();

        raw.commands.set(
                instances.key("key"), "{\"ct\": 1795389802.5, \"v\": 2}|\"python\"".getBytes(StandardCharsets.UTF_8));
        raw.commands.del(instances.lock("key"));

        assertThat(waiter.value()).isEqualTo("python");
    }

    @Test
    void aForeignLockIsNeitherReleasedNorWrittenUnder() {
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("late")));
        gate.awaitReached();
        raw.commands.del(instances.lock("key"));
        raw.takeLock(instances.lock("key"), Duration.ofMinutes(10));

        gate.open();

        assertThat(creation.value()).isEqualTo("late");
        assertThat(raw.text(instances.lock("key"))).isEqualTo(RawRedis.FOREIGN_TOKEN);
        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(instances.events.lostLocks).hasSize(1);
    }
}
