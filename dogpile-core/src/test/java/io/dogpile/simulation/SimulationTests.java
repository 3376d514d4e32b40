package io.dogpile.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thousands of schedules of callers, expirations, failures, invalidations, lost locks and crashes. What a schedule does
 * follows from its seed: {@code -Dsimulation.seed=42} runs one again. {@code -Dsimulation.seeds=10000} and {@code
 * -Dsimulation.seconds=600} run more than there are by default.
 */
class SimulationTests {

    /** Enough for about three quarters of a minute on two cores. */
    private static final long SEEDS = 500;

    private static final long NONE = -1;

    /** A schedule takes less than a second. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Logger LOG = Logger.getLogger("io.dogpile");
    private static final Logger LOG_OF_TESTS = Logger.getLogger("simulation");

    @BeforeAll
    static void expectTrouble() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void expectNone() {
        LOG.setLevel(null);
    }

    @Test
    void noScheduleBreaksAPromise() throws Exception {
        Long one = Long.getLong("simulation.seed");
        Long seconds = Long.getLong("simulation.seconds");
        long fresh = System.nanoTime() & 0xffff_ffffL;
        AtomicLong next = new AtomicLong(seconds == null ? 0 : fresh);
        if (one != null) {
            AtomicLong once = new AtomicLong(one);
            simulate(() -> once.getAndSet(NONE));
        } else if (seconds != null) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            simulate(() -> System.nanoTime() < end ? next.incrementAndGet() : NONE);
        } else {
            long seeds = Long.getLong("simulation.seeds", SEEDS);
            LOG_OF_TESTS.log(Level.INFO, () -> "besides seeds 1 to " + seeds + ", the simulation takes " + fresh);
            simulate(() -> {
                long seed = next.getAndIncrement();
                return seed == 0 ? fresh : seed <= seeds ? seed : NONE;
            });
        }
    }

    @Test
    void aScheduleFollowsFromItsSeed() {
        Deque<Fiber> idle = new ArrayDeque<>();
        for (long seed = 1; seed <= 20; seed++) {
            Simulation first = new Simulation(seed, idle);
            first.run();
            Simulation again = new Simulation(seed, idle);
            again.run();
            assertThat(again.log()).as("the log of seed %s", seed).isEqualTo(first.log());
        }
    }

    /** On two threads, for the machine may have two cores; a schedule itself has no use for more than one. */
    private static void simulate(LongSupplier seeds) throws Exception {
        Queue<String> broken = new ConcurrentLinkedQueue<>();
        AtomicLong count = new AtomicLong();
        Map<Long, Long> running = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> {
                Deque<Fiber> idle = new ArrayDeque<>();
                long seed;
                while (broken.isEmpty() && (seed = seeds.getAsLong()) != NONE) {
                    running.put(seed, System.nanoTime());
                    Simulation simulation = new Simulation(seed, idle);
                    if (!simulation.run().isEmpty()) {
                        broken.add(report(seed, simulation));
                    }
                    running.remove(seed);
                    count.incrementAndGet();
                }
            });
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            while (thread.isAlive() && broken.isEmpty()) {
                thread.join(1_000);
                running.forEach((seed, since) -> {
                    if (System.nanoTime() - since > LONGEST.toNanos()) {
                        broken.add("Seed " + seed + " does not end: something goes round in a circle");
                    }
                });
            }
        }
        LOG_OF_TESTS.log(Level.INFO, () -> "simulated " + count + " schedules");
        assertThat(broken).isEmpty();
        assertThat(count).as("schedules").hasPositiveValue();
    }

    private static String report(long seed, Simulation simulation) {
        Path file = Path.of("target", "simulation", "seed-" + seed + ".log");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, simulation.log());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return "Seed " + seed + " (again with -Dsimulation.seed=" + seed + "; all that happened is in "
                + file.toAbsolutePath() + "):\n  " + String.join("\n  ", simulation.oracle().violations) + "\n"
                + String.join(
                        "\n",
                        simulation
                                .log()
                                .subList(0, Math.min(400, simulation.log().size())));
    }
}
