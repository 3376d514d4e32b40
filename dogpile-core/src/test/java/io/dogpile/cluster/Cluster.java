package io.dogpile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.RawRedis;
import io.dogpile.redis.TestRedis;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Some processes that share a region on one Redis server, and what a test can see from outside. Processes are used
 * again by later tests, because a JVM takes long to start.
 */
final class Cluster implements AutoCloseable {

    /** A busy machine's pause is no outage of Redis. */
    private static final List<String> PATIENT = List.of("socket-timeout=20s", "socket-connect-timeout=60s");

    private static final Deque<WorkerProcess> IDLE = new ArrayDeque<>();
    private static CreatorLog log;

    final RawRedis raw;
    final List<WorkerProcess> workers = new ArrayList<>();

    private final TestRedis server;
    private final String prefix = UUID.randomUUID() + ":";

    Cluster(TestRedis server) {
        this.server = server;
        this.raw = new RawRedis(server);
    }

    /** Some processes with the same settings. */
    static Cluster of(int size, String... settings) {
        Cluster cluster = new Cluster(TestRedis.shared());
        for (int i = 0; i < size; i++) {
            cluster.join(settings);
        }
        return cluster;
    }

    /** Adds a process whose region has settings like {@code lock-timeout=1s}, see {@link WorkerRegion}. */
    WorkerProcess join(String... settings) {
        WorkerProcess worker = idle();
        List<String> command =
                new ArrayList<>(List.of("open", "port=" + server.port(), "key-prefix=" + prefix, "serializer=string"));
        command.addAll(PATIENT);
        command.addAll(List.of(settings));
        workers.add(worker);
        worker.ask(command.toArray(String[]::new));
        return worker;
    }

    private static synchronized WorkerProcess idle() {
        WorkerProcess worker = IDLE.poll();
        return worker == null ? new WorkerProcess() : worker;
    }

    private static synchronized CreatorLog log() {
        if (log == null) {
            log = new CreatorLog(TestRedis.shared().port());
        }
        return log;
    }

    /** Far beyond what any condition needs. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5));
    }

    WorkerProcess worker(int number) {
        return workers.get(number);
    }

    /** Has all processes do the same at the same time; their answers. */
    List<String> all(String... command) {
        List<CompletableFuture<String>> answers =
                workers.stream().map(worker -> worker.send(command)).toList();
        return answers.stream().map(WorkerProcess::answer).toList();
    }

    /** As {@code kill -9} does; the process is no more part of the cluster. */
    void kill(WorkerProcess worker) {
        workers.remove(worker);
        worker.kill();
    }

    /** How often the key's creator was called, in all processes. */
    long creations(String key) {
        return log().count(prefix + key);
    }

    void awaitCreations(String key, long count) {
        await().until(() -> creations(key) >= count);
    }

    /** The payload of what is stored. */
    String stored(String key) {
        String entry = raw.text(prefix + key);
        return entry == null ? null : entry.substring(entry.indexOf('|') + 1);
    }

    /** The token of a lock's holder. */
    String lock(String key) {
        return raw.text("_lock" + prefix + key);
    }

    /** Puts a lock back, as a fail-over to a replica does that has not heard of its end. */
    void bringBackLock(String key, String token) {
        raw.set("_lock" + prefix + key, token);
    }

    /** However many creations there were, each began at least so long after the one before it. */
    void assertApart(String key, Duration least) {
        List<Long> begun = log().begun(prefix + key);
        assertThat(begun).isNotEmpty();
        for (int i = 1; i < begun.size(); i++) {
            assertThat(begun.get(i) - begun.get(i - 1))
                    .as("microseconds before creation %s of %s", i + 1, key)
                    .isGreaterThanOrEqualTo(least.toNanos() / 1_000);
        }
    }

    /** No lock is left, nor a mark of a voided creation. */
    void assertNoLeftovers() {
        assertThat(raw.keys("_*" + prefix + "*")).isEmpty();
    }

    /** Every process finds the value that is expected, without creating it, and nothing is left in Redis. */
    void assertSettled(String key, String value) {
        long already = creations(key);
        assertThat(all("create", key, "none")).containsOnly(value);
        assertThat(creations(key)).isEqualTo(already);
        assertNoLeftovers();
    }

    @Override
    public void close() {
        workers.forEach(Cluster::retire);
        raw.close();
    }

    /** Who does not end its work at once, a paused process for instance, is of no more use. */
    private static void retire(WorkerProcess worker) {
        try {
            worker.send("close").get(10, TimeUnit.SECONDS);
            synchronized (Cluster.class) {
                IDLE.push(worker);
            }
        } catch (ExecutionException | TimeoutException useless) {
            worker.kill();
        } catch (InterruptedException interruption) {
            worker.kill();
            Thread.currentThread().interrupt();
        }
    }
}
