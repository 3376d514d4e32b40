package io.dogpile.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What makes values: reads the data at some moment while it runs, which may be short or long; fails; asks for more. */
final class Creators {

    private final World world;
    private final Settings settings;
    private final Oracle oracle;
    private final Callers callers;

    Creators(World world, Settings settings, Oracle oracle, Callers callers) {
        this.world = world;
        this.settings = settings;
        this.oracle = oracle;
        this.callers = callers;
    }

    private Duration time() {
        double kind = world.random.nextDouble();
        if (kind < 0.1) {
            return Duration.ZERO;
        }
        if (kind < 0.7) {
            return world.millis(1, 1_000);
        }
        if (kind < 0.95) {
            return world.millis(500, 15_000);
        }
        return world.millis(15_000, 60_000);
    }

    private boolean fails() {
        return world.chance(0.15);
    }

    /** Keys that follow, so that nobody waits for himself; only two ask for each other. */
    private @Nullable String further(Creation creation) {
        if (Settings.CIRCLE.contains(creation.key)) {
            return creation.call.within == null || creation.call.within.call.within == null
                    ? Settings.CIRCLE.get(1 - Settings.CIRCLE.indexOf(creation.key))
                    : null;
        }
        int index = settings.keys().indexOf(creation.key);
        if (world.chance(0.9) || index == 0) {
            return null;
        }
        return settings.keys().get((int) world.between(0, index - 1));
    }

    private static @Nullable String value(Creation creation) {
        return creation.key.equals(Settings.NULL_KEY)
                ? null
                : new Value(creation.key, creation.version, "c" + creation.number).text();
    }

    /** On the caller's thread. */
    @Nullable
    String create(Call call, String key) throws Exception {
        return createAll(call, List.of(key)).get(key);
    }

    Map<String, @Nullable String> createAll(Call call, List<String> keys) throws Exception {
        Machine machine = call.process.machine;
        List<Creation> all = begin(call, keys);
        Creation last = all.get(all.size() - 1);
        boolean interrupted = false;
        try {
            machine.sleep(time());
            String further = keys.size() == 1 ? further(last) : null;
            if (further != null) {
                callers.getOrCreate(call.process, further, last);
            }
            if (keys.size() == 1 && world.chance(0.03)) {
                callers.getOrCreate(call.process, last.key, last);
            }
            all.forEach(each -> each.version = oracle.data.version(each.key));
            machine.sleep(time());
            if (fails()) {
                all.forEach(each -> each.failed = true);
                throw world.chance(0.5) ? new CreatorFailure(last) : failure(last);
            }
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            all.forEach(each -> values.put(each.key, value(each)));
            return values;
        } catch (InterruptedException interruption) {
            interrupted = true;
            throw interruption;
        } finally {
            boolean disturbed = interrupted || Thread.currentThread().isInterrupted();
            all.forEach(each -> oracle.end(each, disturbed));
        }
    }

    private static Exception failure(Creation creation) {
        IOException checked = new IOException(creation + " failed");
        checked.initCause(new CreatorFailure(creation));
        return checked;
    }

    private List<Creation> begin(Call call, List<String> keys) {
        List<Creation> all = new ArrayList<>();
        keys.forEach(key -> all.add(oracle.begin(call, key)));
        return all;
    }

    /** As stages, which complete on whatever thread. */
    CompletionStage<@Nullable String> createLater(Call call, String key) {
        return createAllLater(call, List.of(key)).thenApply(values -> values.get(key));
    }

    CompletionStage<Map<String, @Nullable String>> createAllLater(Call call, List<String> keys) {
        List<Creation> all = begin(call, keys);
        Creation last = all.get(all.size() - 1);
        String further = keys.size() == 1 && !Settings.CIRCLE.contains(last.key) ? further(last) : null;
        return later(call)
                .thenCompose(slept -> further == null
                        ? CompletableFuture.<@Nullable Void>completedFuture(null)
                        : callers.getOrCreateLater(call.process, further, last).handle((any, failure) -> null))
                .thenCompose(asked -> {
                    all.forEach(each -> each.version = oracle.data.version(each.key));
                    return later(call);
                })
                .thenApply(slept -> {
                    boolean fails = fails();
                    all.forEach(each -> each.failed = fails);
                    all.forEach(each -> oracle.end(each, false));
                    if (fails) {
                        throw new CreatorFailure(last);
                    }
                    Map<String, @Nullable String> values = new LinkedHashMap<>();
                    all.forEach(each -> values.put(each.key, value(each)));
                    return values;
                });
    }

    private CompletableFuture<@Nullable Void> later(Call call) {
        CompletableFuture<@Nullable Void> later = new CompletableFuture<>();
        if (world.chance(0.5)) {
            world.after(time(), call.process.machine, () -> later.complete(null));
        } else {
            world.start(time(), call.process.machine, () -> later.complete(null));
        }
        return later;
    }
}
