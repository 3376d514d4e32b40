package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One creation for a Python process and this one. Every answer of Python's also says that its release went well. */
@Tag("python")
@Timeout(120)
class PythonCreationTests {

    private static final Duration LEASE = Duration.ofMillis(500);
    private static final Pattern SETS = Pattern.compile("cmdstat_set:calls=(\\d+)");

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);
    private final List<PythonProcess> processes = new ArrayList<>();

    @AfterEach
    void close() {
        processes.forEach(PythonProcess::close);
        instances.close();
        raw.close();
    }

    /** With dogpile.cache's own default a lock has no time limit. */
    private PythonProcess python() {
        return python(Map.of());
    }

    private PythonProcess python(Map<String, ?> arguments) {
        PythonProcess python = new PythonProcess(server, instances.prefix, 3_600, arguments);
        processes.add(python);
        return python;
    }

    @Test
    void weWaitForPythonsCreationAndTakeItsValue() {
        PythonProcess python = python();
        CacheRegion region = instances.region();
        PythonCall creation = python.getOrCreateGated("key", "pythons").awaitCreating();
        Task<String> waiter = Task.start(() -> region.getOrCreate("key", () -> "ours"));
        waiter.awaitWaiting();

        assertThat(region.keyIsLocked("key")).isTrue();
        python.open("key");

        assertThat(waiter.value()).isEqualTo("pythons");
        assertThat(creation.value().stringValue()).isEqualTo("pythons");
        assertThat(raw.has(instances.lock("key"))).isFalse();
    }

    @Test
    void pythonWaitsForOurCreationAndTakesOurValue() {
        PythonProcess python = python();
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("ours")));
        gate.awaitReached();
        PythonCall waiter = python.getOrCreate("key", "pythons");
        awaitTries(waiter, 3);

        gate.open();

        assertThat(waiter.value().stringValue()).isEqualTo("ours");
        assertThat(waiter.hasCreated()).isFalse();
        assertThat(creation.value()).isEqualTo("ours");
        assertThat(instances.events.lostLocks).isEmpty();
        assertThat(raw.has(instances.lock("key"))).isFalse();
    }

    @Test
    void pythonDoesNotTakeALockThatWeKeepRenewing() {
        PythonProcess python = python(Map.of("lock_sleep", 0.1));
        CacheRegion region = instances.region(config -> config.argument("lock-timeout", LEASE));
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("ours")));
        gate.awaitReached();
        PythonCall waiter = python.getOrCreate("key", "pythons");

        awaitTries(waiter, 20); // that many tries take Python four times the lease

        assertThat(waiter.hasCreated()).isFalse();
        gate.open();
        assertThat(waiter.value().stringValue()).isEqualTo("ours");
        assertThat(creation.value()).isEqualTo("ours");
        assertThat(instances.events.lostLocks).isEmpty();
    }

    @Test
    void aKilledPythonCreatorFreesItsKeyWithItsLock() {
        PythonProcess python = python(Map.of("lock_timeout", 1));
        CacheRegion region = instances.region();
        python.getOrCreateGated("key", "pythons").awaitCreating();
        Task<String> waiter = Task.start(() -> region.getOrCreate("key", () -> "ours"));
        waiter.awaitWaiting();

        python.kill();

        assertThat(waiter.value()).isEqualTo("ours");
        assertThat(raw.has(instances.key("key"))).isTrue();
    }

    @Test
    void whenPythonsCreatorFailsOursIsNext() {
        PythonProcess python = python();
        CacheRegion region = instances.region();
        PythonCall creation = python.getOrCreateFailing("key").awaitCreating();
        Task<String> waiter = Task.start(() -> region.getOrCreate("key", () -> "ours"));
        waiter.awaitWaiting();

        python.open("key");

        assertThat(creation.error()).isEqualTo("ValueError('no value today')");
        assertThat(waiter.value()).isEqualTo("ours");
    }

    @Test
    void whenOurCreatorFailsPythonsIsNext() {
        PythonProcess python = python();
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", () -> {
            gate.pass();
            throw new IllegalStateException("no value today");
        }));
        gate.awaitReached();
        PythonCall waiter = python.getOrCreate("key", "pythons");
        awaitTries(waiter, 3);

        gate.open();

        assertThat(creation.failure()).hasMessage("no value today");
        assertThat(waiter.value().stringValue()).isEqualTo("pythons");
        assertThat(region.<String>get("key")).isEqualTo("pythons");
    }

    @Test
    void pythonServesTheStaleValueWhileWeCreate() {
        PythonProcess python = python();
        storeStale("key");
        CacheRegion region = instances.region(config -> config.expirationTime(Duration.ofHours(1)));
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("ours")));
        gate.awaitReached();

        PythonCall other = python.getOrCreate("key", "pythons");

        assertThat(other.value().stringValue()).isEqualTo("stale");
        gate.open();
        assertThat(creation.value()).isEqualTo("ours");
        assertThat(python.get("key").value().stringValue()).isEqualTo("ours");
    }

    @Test
    void weServeTheStaleValueWhilePythonCreates() {
        PythonProcess python = python();
        storeStale("key");
        CacheRegion region = instances.region(config -> config.expirationTime(Duration.ofHours(1)));
        PythonCall creation = python.getOrCreateGated("key", "pythons").awaitCreating();

        assertThat(region.<String>getOrCreate("key", () -> "ours")).isEqualTo("stale");

        python.open("key");
        assertThat(creation.value().stringValue()).isEqualTo("pythons");
        assertThat(region.<String>get("key")).isEqualTo("pythons");
    }

    private void storeStale(String key) {
        double expired = System.currentTimeMillis() / 1_000.0 - 3_700;
        raw.set(instances.key(key), "{\"ct\": " + String.format("%.6f", expired) + ", \"v\": 2}|\"stale\"");
    }

    @Test
    void aBatchOfOursWaitsForPythonsCreation() {
        PythonProcess python = python();
        CacheRegion region = instances.region();
        PythonCall creation = python.getOrCreateGated("b", "pythons").awaitCreating();
        Task<Map<String, String>> batch = Task.start(() -> region.getOrCreateMulti(
                List.of("a", "b"), keys -> Map.of("a", "ours", "b", "unwanted"), CallOptions.NONE));
        await().until(() -> raw.has(instances.key("a"))); // what it is elected for it creates first
        batch.awaitWaiting();

        python.open("b");

        assertThat(batch.value()).containsExactly(Map.entry("a", "ours"), Map.entry("b", "pythons"));
        assertThat(creation.value().stringValue()).isEqualTo("pythons");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "delete", "invalidate"})
    void ourChangesLeaveALockOfPythonsWithPython(String change) {
        PythonProcess python = python();
        CacheRegion region = instances.region();
        PythonCall creation = python.getOrCreateGated("key", "pythons").awaitCreating();
        Map<String, Consumer<CacheRegion>> changes = Map.of(
                "set", each -> each.set("key", "changed"),
                "delete", each -> each.delete("key"),
                "invalidate", CacheRegion::invalidate);

        changes.get(change).accept(region);
        String lock = raw.text(instances.lock("key"));
        python.open("key");

        assertThat(lock).matches("[0-9a-f]{32}");
        assertThat(creation.value().stringValue()).isEqualTo("pythons");
        assertThat(raw.has(instances.lock("key"))).isFalse();
        region.delete("key");
        assertThat(region.<String>getOrCreate("key", () -> "ours")).isEqualTo("ours");
        assertThat(python.get("key").value().stringValue()).isEqualTo("ours");
    }

    @Test
    void aDeleteOfPythonsLeavesOurLockWithUs() {
        PythonProcess python = python();
        CacheRegion region = instances.region();
        Gate gate = new Gate();
        Task<String> creation = Task.start(() -> region.getOrCreate("key", gate.then("ours")));
        gate.awaitReached();

        python.delete("key");
        gate.open();

        assertThat(creation.value()).isEqualTo("ours");
        assertThat(python.get("key").value().stringValue()).isEqualTo("ours");
        assertThat(instances.events.lostLocks).isEmpty();
    }

    /** Whoever is elected holds the key until all callers of both sides are there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMixedStormHasOneCreator(boolean threadLocalLock) {
        PythonProcess python = python(Map.of("thread_local_lock", threadLocalLock, "lock_timeout", 60));
        CacheRegion region = instances.region();
        for (int round = 0; round < 10; round++) {
            String key = "key" + round;
            Gate gate = new Gate();
            AtomicInteger creations = new AtomicInteger();
            Callable<String> creator = () -> {
                creations.incrementAndGet();
                gate.pass();
                return "ours";
            };
            List<PythonCall> theirCalls = new ArrayList<>();
            List<Task<String>> ourCalls = new ArrayList<>();
            Runnable they = () -> theirCalls.add(python.getOrCreateGated(key, "pythons"));
            Runnable we = () -> ourCalls.add(Task.start(() -> region.getOrCreate(key, creator)));
            for (Runnable side : round % 2 == 0 ? List.of(they, we) : List.of(we, they)) {
                for (int caller = 0; caller < 20; caller++) {
                    side.run();
                }
            }
            theirCalls.forEach(PythonCall::awaitAsking);
            ourCalls.forEach(Task::awaitWaiting);

            gate.open();
            python.open(key);

            Stream<String> theirs = theirCalls.stream().map(call -> call.value().stringValue());
            Stream<String> both = Stream.concat(theirs, ourCalls.stream().map(Task::value));
            String elected = creations.get() == 1 ? "ours" : "pythons";
            assertThat(both).hasSize(40).containsOnly(elected);
            assertThat(theirCalls.stream().filter(PythonCall::hasCreated)).hasSize(1 - creations.get());
        }
        assertThat(instances.events.lostLocks).isEmpty();
    }

    /** Nobody else uses the server: what is set meanwhile are Python's tries for the lock. */
    private void awaitTries(PythonCall waiter, int tries) {
        long before = sets();
        await().atMost(Duration.ofMinutes(1)).until(() -> waiter.isDone() || sets() >= before + tries);
    }

    private long sets() {
        Matcher matcher = SETS.matcher(raw.commands.info("commandstats"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
