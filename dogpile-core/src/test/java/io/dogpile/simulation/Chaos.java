package io.dogpile.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** What goes wrong: processes that are killed or stopped for a while, a server that is gone, slow, or forgetful. */
final class Chaos {

    private final World world;
    private final Settings settings;
    private final Server server;
    private final Oracle oracle;
    private final Consumer<Duration> newProcess;

    Chaos(World world, Settings settings, Server server, Oracle oracle, Consumer<Duration> newProcess) {
        this.world = world;
        this.settings = settings;
        this.server = server;
        this.oracle = oracle;
        this.newProcess = newProcess;
    }

    void strike() {
        double kind = world.random.nextDouble();
        if (kind < 0.15) {
            kill();
        } else if (kind < 0.4) {
            pause();
        } else if (kind < 0.55) {
            stall();
        } else if (kind < 0.75) {
            fail(false);
        } else if (kind < 0.85) {
            fail(true);
        } else if (kind < 0.93) {
            cut();
        } else {
            corrupt();
        }
    }

    private Process any() {
        return oracle.processes.get(world.random.nextInt(oracle.processes.size()));
    }

    private void kill() {
        Process victim = any();
        world.log(victim + " is killed");
        oracle.processes.remove(victim);
        oracle.killed(victim);
        victim.kill();
        newProcess.accept(world.millis(0, 5_000));
    }

    private void pause() {
        Process victim = any();
        Duration time =
                world.chance(0.5) ? world.millis(1, 1_000) : settings.lease().plus(world.millis(0, 5_000));
        world.log(victim + " is paused for " + time.toMillis() + " ms");
        victim.pause(time);
    }

    private void stall() {
        Duration time = world.millis(10, 8_000);
        world.log("the server is stalled for " + time.toMillis() + " ms");
        oracle.processes.forEach(Process::troubled);
        server.stall(time);
    }

    private void fail(boolean forget) {
        Duration time = world.millis(10, 8_000);
        world.log("the server is gone for " + time.toMillis() + " ms" + (forget ? " and forgets" : ""));
        oracle.processes.forEach(Process::troubled);
        server.fail(time, forget);
        if (forget) {
            oracle.flushed();
        }
    }

    private void cut() {
        Process victim = any();
        world.log(victim + " loses its connection");
        victim.troubled();
        victim.cut();
    }

    private void corrupt() {
        String key = settings.keys().get(world.random.nextInt(settings.keys().size()));
        String[] forms = {
            "",
            "|",
            "{\"ct\": 1.0, \"v\": 2}",
            "{\"ct\": 1767225600.5, \"v\": 2}|broken",
            "{\"ct\": 1767225600.5, \"v\": 1}|+a:1:c0"
        };
        String form = forms[world.random.nextInt(forms.length)];
        world.log("the entry of " + key + " is overwritten with " + form);
        oracle.overwritten(key);
        server.redis.overwrite(Process.PREFIX + key, form.getBytes(StandardCharsets.UTF_8));
    }
}
