package io.dogpile.simulation;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.KeyFence;
import io.dogpile.region.CallOptions;
import io.dogpile.region.KeyWatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the application does with its regions. */
final class Callers {

    private final World world;
    private final Settings settings;
    private final Oracle oracle;
    private final Data data;
    private final Creators creators;
    private int writes;

    Callers(World world, Settings settings, Oracle oracle) {
        this.world = world;
        this.settings = settings;
        this.oracle = oracle;
        this.data = oracle.data;
        this.creators = new Creators(world, settings, oracle, this);
    }

    private String key() {
        return settings.keys().get(world.random.nextInt(settings.keys().size()));
    }

    private List<String> someKeys() {
        return settings.keys().stream()
                .filter(key -> !Settings.CIRCLE.contains(key) && world.chance(0.6))
                .toList();
    }

    /** Something that somebody does in a process, on a fiber of its machine. */
    void act(Process process) {
        double kind = world.random.nextDouble();
        if (kind < 0.30) {
            storm(process);
        } else if (kind < 0.42) {
            getOrCreate(process, key(), null);
        } else if (kind < 0.52) {
            getOrCreateLater(process, key(), null);
        } else if (kind < 0.60) {
            getOrCreateAll(process, someKeys());
        } else if (kind < 0.68) {
            getOrCreateAllLater(process, someKeys());
        } else if (kind < 0.72) {
            get(process, someKeys());
        } else if (kind < 0.78) {
            write(process, key(), this::delete);
        } else if (kind < 0.83) {
            write(process, key(), this::set);
        } else if (kind < 0.87) {
            write(process, key(), this::deleteFenced);
        } else if (kind < 0.90) {
            invalidate(process, world.chance(0.5));
        } else if (kind < 0.93) {
            watch(process, key());
        } else if (kind < 0.96) {
            disturb();
        } else {
            String key = key();
            if (data.begin(key)) { // what the cache does not hear of
                world.log("version " + data.write(key) + " of " + key + " is written");
                data.end(key);
            }
        }
    }

    /** Several callers of one key at about the same time, in this process or all. */
    private void storm(Process here) {
        String key = key();
        boolean everywhere = world.chance(0.6);
        Duration within = world.chance(0.5) ? Duration.ofMillis(1) : Duration.ofSeconds(3);
        long number = world.between(2, 8);
        for (int i = 0; i < number; i++) {
            Process process = everywhere ? oracle.processes.get(world.random.nextInt(oracle.processes.size())) : here;
            boolean later = world.chance(0.5);
            process.machine.start(Duration.ofNanos(world.between(0, within.toNanos())), () -> {
                if (later) {
                    getOrCreateLater(process, key, null);
                } else {
                    getOrCreate(process, key, null);
                }
            });
        }
    }

    private CallOptions options(boolean plain) {
        if (plain) {
            return CallOptions.NONE;
        }
        double kind = world.random.nextDouble();
        return kind < 0.4
                ? CallOptions.expiring(world.millis(0, 10_000))
                : kind < 0.7
                        ? CallOptions.NONE.servingStale(world.millis(0, 10_000))
                        : CallOptions.NONE.lasting(world.millis(100, 10_000), world.millis(0, 10_000));
    }

    private boolean plain() {
        return !world.chance(0.1);
    }

    void getOrCreate(Process process, String key, @Nullable Creation within) {
        boolean plain = plain();
        Call call = oracle.call(process, "getOrCreate", List.of(key), within, plain);
        call.fiber = world.running();
        try {
            String value = process.region.getOrCreate(key, () -> creators.create(call, key), options(plain));
            Map<String, @Nullable String> values = new HashMap<>();
            values.put(key, value);
            oracle.answered(call, values);
        } catch (Crashed end) {
            throw end;
        } catch (Throwable failure) {
            oracle.failed(call, failure);
        }
    }

    CompletableFuture<@Nullable String> getOrCreateLater(Process process, String key, @Nullable Creation within) {
        boolean plain = plain();
        Call call = oracle.call(process, "getOrCreateAsync", List.of(key), within, plain);
        CompletableFuture<@Nullable String> future =
                process.region.getOrCreateAsync(key, () -> creators.createLater(call, key), options(plain));
        cancellable(call, future);
        return future.whenComplete((value, failure) -> {
            if (failure == null) {
                Map<String, @Nullable String> values = new HashMap<>();
                values.put(key, value);
                oracle.answered(call, values);
            } else {
                oracle.failed(call, failure);
            }
        });
    }

    private void getOrCreateAll(Process process, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        boolean plain = plain();
        Call call = oracle.call(process, "getOrCreateMulti", keys, null, plain);
        call.fiber = world.running();
        try {
            Map<String, @Nullable String> values =
                    process.region.getOrCreateMulti(keys, wanted -> creators.createAll(call, wanted), options(plain));
            oracle.answered(call, values);
        } catch (Crashed end) {
            throw end;
        } catch (Throwable failure) {
            oracle.failed(call, failure);
        }
    }

    private void getOrCreateAllLater(Process process, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        boolean plain = plain();
        Call call = oracle.call(process, "getOrCreateMultiAsync", keys, null, plain);
        CompletableFuture<Map<String, @Nullable String>> future = process.region.getOrCreateMultiAsync(
                keys, wanted -> creators.createAllLater(call, wanted), options(plain));
        cancellable(call, future);
        future.whenComplete((values, failure) -> {
            if (failure == null) {
                oracle.answered(call, values);
            } else {
                oracle.failed(call, failure);
            }
        });
    }

    private void cancellable(Call call, CompletableFuture<?> future) {
        if (call.within == null && world.chance(0.05)) {
            world.after(world.millis(1, 3_000), call.process.machine, () -> {
                call.disturbed = true;
                future.cancel(false);
            });
        }
    }

    private void get(Process process, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Call call = oracle.call(process, "get ", keys, null, true);
        try {
            oracle.read(call, process.region.getMulti(keys));
        } catch (Crashed end) {
            throw end;
        } catch (Throwable failure) {
            oracle.failed(call, failure);
        }
    }

    // changes

    private interface Change {
        void make(Process process, String key) throws Exception;
    }

    private void write(Process process, String key, Change change) {
        if (!data.begin(key)) {
            return;
        }
        boolean done = false;
        try {
            change.make(process, key);
            done = true;
        } catch (Crashed end) {
            throw end;
        } catch (Exception failure) {
            throw new AssertionError(process + " failed to write " + key, failure);
        } finally {
            if (done) {
                data.end(key);
            } else { // what it has sent may still come
                world.idly(Duration.ofMinutes(2), null, () -> data.end(key));
            }
        }
    }

    /** Again and again until the cache confirms it, as who believes a value gone must not go on serving it. */
    private void confirm(Process process, Runnable change) throws InterruptedException {
        while (true) {
            try {
                change.run();
                return;
            } catch (BackendException failure) {
                process.machine.sleep(Duration.ofMillis(500));
            }
        }
    }

    private void delete(Process process, String key) throws Exception {
        int version = data.write(key);
        oracle.deletes(key, version);
        world.log(process + " deletes " + key + ", version " + version);
        boolean many = world.chance(0.3);
        confirm(process, () -> {
            if (many) {
                process.region.deleteMulti(List.of(key));
            } else {
                process.region.delete(key);
            }
        });
        oracle.confirmed(key, version, process);
    }

    private void set(Process process, String key) throws Exception {
        int version = data.write(key);
        String value = key.equals(Settings.NULL_KEY) ? null : new Value(key, version, "s" + ++writes).text();
        world.log(process + " sets " + key + ", version " + version);
        boolean many = world.chance(0.3);
        Map<String, @Nullable String> values = new HashMap<>();
        values.put(key, value);
        confirm(process, () -> {
            if (many) {
                process.region.setMulti(values);
            } else {
                process.region.set(key, value);
            }
        });
        oracle.confirmed(key, version, process);
    }

    /** As in a transaction: what is written is seen by others at its end. */
    @SuppressWarnings("try") // a fence is there to be closed
    private void deleteFenced(Process process, String key) throws Exception {
        world.log(process + " fences " + key);
        try (KeyFence fence = process.region.fence(List.of(key))) {
            oracle.fenced(key, settings.calm());
            process.machine.sleep(world.millis(0, 8_000));
            delete(process, key);
            oracle.fenced(key, false);
        } finally {
            oracle.fenced(key, false);
        }
        world.log(process + " has fenced " + key);
    }

    private void invalidate(Process process, boolean hard) {
        Map<String, Integer> versions = new HashMap<>();
        settings.keys().forEach(key -> versions.put(key, data.version(key)));
        world.log(process + " invalidates, " + (hard ? "hard" : "soft"));
        try {
            process.region.invalidate(hard);
        } catch (BackendException failure) {
            return;
        }
        if (hard) {
            oracle.hardInvalidated(process, versions);
        }
    }

    /** A value that is made outside of the region. */
    private void watch(Process process, String key) {
        try (KeyWatch watch = process.region.watch(key)) {
            process.machine.sleep(world.millis(0, 2_000));
            int version = data.version(key);
            process.machine.sleep(world.millis(0, 2_000));
            String value = key.equals(Settings.NULL_KEY) ? null : new Value(key, version, "w" + ++writes).text();
            watch.store(value);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Somebody is interrupted while waiting or creating. */
    private void disturb() {
        List<Call> all = oracle.waiting().stream()
                .filter(call -> call.fiber != null && call.within == null)
                .toList();
        if (!all.isEmpty()) {
            Call call = all.get(world.random.nextInt(all.size()));
            call.disturbed = true;
            world.log(call + " is interrupted");
            java.util.Objects.requireNonNull(call.fiber).interrupt();
        }
    }
}
