package io.dogpile.simulation;

import io.dogpile.redis.SimulatedBackends;
import java.time.Duration;
import java.util.Deque;
import java.util.List;

/** One schedule, from its seed to what was broken. */
final class Simulation {

    private static final int ENDLESS = 3_000_000;

    private final World world;
    private final Settings settings;
    private final Oracle oracle;
    private final Server server;
    private final Callers callers;
    private int started;
    private int steps;

    Simulation(long seed, Deque<Fiber> idle) {
        world = new World(seed, idle);
        settings = Settings.random(world);
        oracle = new Oracle(world, settings, new Data());
        server = new Server(world, oracle);
        oracle.watch(server);
        callers = new Callers(world, settings, oracle);
        world.log(settings.toString());
    }

    /** Answers what was broken. */
    List<String> run() {
        try {
            schedule();
            world.run(() -> ++steps > ENDLESS);
            if (steps > ENDLESS) {
                oracle.violated("P4", "there is no end");
            }
            checkSilence();
        } catch (AssertionError unexpected) {
            Throwable cause = unexpected.getCause() == null ? unexpected : unexpected.getCause();
            StringBuilder trace = new StringBuilder(unexpected.getMessage() + ": " + cause);
            for (StackTraceElement element : cause.getStackTrace()) {
                trace.append("\n      at ").append(element);
            }
            oracle.violated("P4", trace.toString());
        } finally {
            oracle.processes.forEach(Process::kill);
        }
        return oracle.violations;
    }

    List<String> log() {
        return world.log();
    }

    Oracle oracle() {
        return oracle;
    }

    private void schedule() {
        for (int i = 0; i < settings.processes(); i++) {
            newProcess(Duration.ZERO);
        }
        world.run(() -> oracle.processes.size() == settings.processes());
        for (int i = 0; i < settings.actions(); i++) {
            world.after(world.millis(0, settings.length().toMillis()), null, this::act);
        }
        if (!settings.calm()) {
            Chaos chaos = new Chaos(world, settings, server, oracle, this::newProcess);
            long strikes = world.between(1, 10);
            for (int i = 0; i < strikes; i++) {
                world.after(world.millis(0, settings.length().toMillis()), null, () -> {
                    if (oracle.processes.size() > 0) {
                        chaos.strike();
                    }
                });
            }
        }
    }

    private void newProcess(Duration delay) {
        Machine machine = new Machine(world, "p" + ++started, Duration.ZERO);
        machine.start(delay, () -> {
            oracle.processes.add(new Process(world, machine, server, settings));
            world.log(machine.name + " has started");
        });
    }

    private void act() {
        if (oracle.processes.isEmpty()) {
            return;
        }
        Process process = oracle.processes.get(world.random.nextInt(oracle.processes.size()));
        process.machine.start(Duration.ZERO, () -> callers.act(process));
    }

    /** When nobody does anything any more, nothing is left of it. */
    private void checkSilence() {
        oracle.waiting().forEach(call -> oracle.violated("P4", call + " was never answered"));
        for (Process process : oracle.processes) {
            leftover(process, "flights", process.region.runningCreationCount());
            leftover(process, "waiting threads", process.machine.parked().size());
            leftover(process, "waiting for a release", SimulatedBackends.waiting(process.region.actualBackend()));
            leftover(process, "renewals", process.ticker.repeating() - 2);
        }
        world.pass(Duration.ofSeconds(90));
        server.redis.keys().keySet().stream()
                .filter(key -> !key.startsWith(Process.PREFIX) && !key.startsWith("dogpile:invalidated:"))
                .forEach(key -> oracle.violated("P12", "Redis still has " + key));
    }

    private void leftover(Process process, String what, long count) {
        if (count != 0) {
            oracle.violated("P12", process + " still has " + what + ": " + count);
        }
    }
}
