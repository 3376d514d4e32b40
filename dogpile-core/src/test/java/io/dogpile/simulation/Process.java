package io.dogpile.simulation;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.CacheBackend;
import io.dogpile.redis.SimulatedBackends;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.region.RegionListener;
import java.time.Duration;
import java.util.Optional;

/** A process of the application, with its own region on the server that all share. */
final class Process implements RegionListener {

    static final String PREFIX = "sim:";

    private final World world;
    final Machine machine;
    private final Link link;
    final Ticker ticker;
    final CacheRegion region;

    /** When the backend last failed, or the machine was last paused; far in the past if never. */
    private long troubledAt = Long.MIN_VALUE / 2;

    long pausedNanos;

    /** To be called on a fiber of the machine, for the backend waits for its first answers. */
    Process(World world, Machine machine, Server server, Settings settings) {
        this.world = world;
        this.machine = machine;
        this.link = new Link(world, machine, server);
        this.ticker = new Ticker(world, machine);
        BackendRegistry registry = BackendRegistry.load(Process.class.getClassLoader());
        registry.register(new BackendFactory() {

            @Override
            public String name() {
                return "simulated";
            }

            @Override
            public CacheBackend create(BackendContext context) {
                return SimulatedBackends.create(link, context, ticker);
            }
        });
        this.region = CacheRegion.of(
                "sim",
                RegionConfig.builder("simulated")
                        .registry(registry)
                        .argument("key-prefix", PREFIX)
                        .argument("lock-timeout", settings.lease())
                        .argument("socket-timeout", settings.callLimit())
                        .expirationTime(settings.expiration())
                        .serveStale(settings.serveStale())
                        .waitTimeout(settings.waitTimeout())
                        .asyncCreation(settings.background() ? machine : null)
                        .futuresExecutor(machine)
                        .creationExecutor(machine)
                        .clock(machine)
                        .timer(machine)
                        .policies(settings.limits().policies())
                        .listener(this)
                        .build());
    }

    @Override
    public void onBackendError(String name, String operation, Throwable error) {
        troubled();
        if (!machine.isDead()) {
            world.log(machine.name + ": backend failed at " + operation + ": " + error.getMessage());
        }
    }

    void troubled() {
        troubledAt = world.nanos();
    }

    void pause(Duration time) {
        troubled();
        pausedNanos += time.toNanos();
        machine.pause(time);
    }

    /** Whether it may think that it holds no lock where it holds one, or the other way round. */
    boolean wasTroubled() {
        return world.nanos() - troubledAt < Duration.ofMinutes(2).toNanos();
    }

    void cut() {
        link.cut();
    }

    void kill() {
        machine.kill();
        link.close();
    }

    /** Which creation of a key is in progress here, in a form that no other creation has. */
    Optional<String> flight(String key) {
        return region.runningCreations(1_000).stream()
                .filter(running -> running.key().equals(key))
                .map(running -> key + " since "
                        + (machine.nanoTime() - running.running().toNanos()))
                .findAny();
    }

    @Override
    public String toString() {
        return machine.name;
    }
}
