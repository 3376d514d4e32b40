package io.dogpile.cluster;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.CreationContext;
import io.dogpile.region.Policies;
import io.dogpile.region.PolicySettings;
import io.dogpile.region.RegionConfig;
import io.dogpile.settings.Settings;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Storm;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The region of a worker, and what the worker can be told to do with it. Thread-safe. */
final class WorkerRegion {

    private final CacheRegion region;
    private final Creators creators;
    private final Told told = new Told();
    private final MutableClock clock = new MutableClock();
    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
    private Storm storm;
    private int stormSize;
    private Load load;

    /**
     * @param settings {@code name=value}: {@code expiration-time}, {@code serve-stale}, policies by their names, {@code
     *     versions} (of values such as {@code row@7}) and {@code clock} ({@code manual}, or how far it is wrong); all
     *     others are arguments of the backend, {@code key-prefix} among them
     */
    WorkerRegion(CreatorLog log, List<String> settings) {
        Map<String, String> arguments = new HashMap<>();
        settings.forEach(setting -> arguments.put(setting.split("=")[0], setting.split("=")[1]));
        this.creators = new Creators(log, arguments.get("key-prefix"));
        RegionConfig.Builder config = RegionConfig.builder("dogpile.cache.redis")
                .expirationTime(duration(arguments.remove("expiration-time")))
                .serveStale(duration(arguments.remove("serve-stale")))
                .waitTimeout(Duration.ofMinutes(1))
                .clock(clock(arguments.remove("clock")))
                .policies(policies(arguments))
                .listener(told);
        this.region = CacheRegion.of("test", config.arguments(arguments).build());
    }

    private static Duration duration(String text) {
        return text == null ? null : Duration.parse(text);
    }

    private static Policies policies(Map<String, String> arguments) {
        Map<String, String> named = new HashMap<>(arguments);
        named.keySet().retainAll(PolicySettings.NAMES);
        arguments.keySet().removeAll(PolicySettings.NAMES);
        Policies policies = PolicySettings.read(Settings.of("", named), null);
        return arguments.remove("versions") == null
                ? policies
                : policies.versionOf((String value) -> Long.valueOf(value.substring(value.indexOf('@') + 1)));
    }

    private InstantSource clock(String text) {
        if (text == null) {
            return Clock.systemUTC();
        }
        return text.equals("manual") ? clock : new ShiftedClock(Duration.parse(text));
    }

    String obey(String verb, List<String> arguments) throws Exception {
        callers.add(Thread.currentThread());
        try {
            return switch (verb) {
                case "create" -> create(arguments.get(0), arguments.get(1));
                case "create-of" -> createOf(arguments.get(0), arguments.get(1), arguments.get(2));
                case "create-tagged" -> createTagged(arguments.get(0), arguments.get(1));
                case "create-unless" -> createUnless(arguments.get(0), arguments.get(1));
                case "create-within" -> createWithin(arguments.get(0), arguments.get(1), arguments.get(2));
                case "create-multi" ->
                    createAll(keys(arguments.get(0)), arguments.get(1)).toString();
                case "get" -> String.valueOf(region.<String>get(arguments.get(0)));
                case "set" -> done(() -> region.set(arguments.get(0), arguments.get(1)));
                case "set-versions" -> setVersions(arguments.get(0), Integer.parseInt(arguments.get(1)));
                case "delete" -> done(() -> region.delete(arguments.get(0)));
                case "invalidate" ->
                    done(() -> region.invalidate(arguments.get(0).equals("hard")));
                case "open-gate" -> done(() -> creators.open(arguments.get(0)));
                case "advance" -> done(() -> clock.advance(Duration.parse(arguments.get(0))));
                case "waiting" ->
                    Long.toString(
                            callers.stream().filter(WorkerRegion::isWaiting).count());
                case "creating" -> Integer.toString(region.runningCreationCount());
                case "told" -> told.toString();
                case "storm" -> storm(arguments.get(0), Integer.parseInt(arguments.get(1)), arguments.get(2));
                case "storm-mixed" ->
                    stormMixed(arguments.get(0), Integer.parseInt(arguments.get(1)), arguments.get(2));
                case "storm-multi" ->
                    stormMulti(keys(arguments.get(0)), Integer.parseInt(arguments.get(1)), arguments.get(2));
                case "load" ->
                    done(() -> load(keys(arguments.get(0)), Integer.parseInt(arguments.get(1)), arguments.get(2)));
                case "least-reads" -> Long.toString(load.leastReads(thread -> false));
                case "least-reads-but-creators" -> Long.toString(load.leastReads(creators::isCreating));
                case "stop-load" -> load.stop();
                case "close" -> done(this::close);
                default -> throw new IllegalArgumentException("unknown verb");
            };
        } finally {
            callers.remove(Thread.currentThread());
        }
    }

    private static String done(Runnable task) {
        task.run();
        return "";
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static List<String> keys(String joined) {
        return Arrays.asList(joined.split(","));
    }

    private String create(String key, String work) {
        return region.getOrCreate(key, () -> creators.create(key, work));
    }

    private String createWithin(String key, String limit, String work) {
        return region.getOrCreate(
                key, () -> creators.create(key, work), CallOptions.NONE.waitingAtMost(Duration.parse(limit)));
    }

    /** Creates what was read before, however long ago. */
    private String createOf(String key, String value, String work) {
        return region.getOrCreate(key, () -> {
            creators.create(key, work);
            return value;
        });
    }

    /** Answers the greatest version that was set. */
    private String setVersions(String key, int count) {
        long greatest = 0;
        for (int i = 0; i < count; i++) {
            long version = (1L << 53) + ThreadLocalRandom.current().nextInt(1_000_000);
            region.set(key, "row@" + version);
            greatest = Math.max(greatest, version);
        }
        return "row@" + greatest;
    }

    private String createTagged(String key, String etag) {
        return region.getOrCreate(key, () -> {
            CreationContext.current().etag(etag);
            return creators.create(key, "none");
        });
    }

    /** Keeps the previous value if that is what it is of. */
    private String createUnless(String key, String etag) {
        return region.getOrCreate(key, () -> {
            CreationContext context = CreationContext.current();
            return etag.equals(context.previousETag()) ? context.notModified() : creators.create(key, "none");
        });
    }

    private CompletableFuture<String> createAsync(String key, String work) {
        return region.getOrCreateAsync(
                key,
                () -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return creators.create(key, work);
                    } catch (InterruptedException interruption) {
                        throw new AssertionError(interruption);
                    }
                }));
    }

    /** Half of the callers wait, the others don't. */
    private synchronized String stormMixed(String key, int threads, String work) {
        return allOf(
                storm(threads)
                        .<String>runEach(number -> number % 2 == 0
                                ? () -> create(key, work)
                                : () -> createAsync(key, work).get()),
                threads);
    }

    private Map<String, String> createAll(List<String> keys, String work) {
        return region.getOrCreateMulti(keys, missing -> creators.createAll(missing, work));
    }

    /** All threads ask for one key; answers the different values that they got. */
    private synchronized String storm(String key, int threads, String work) {
        return allOf(storm(threads).<String>run(() -> create(key, work)), threads);
    }

    /** All threads ask for the same keys, each in an order of its own; answers the different results. */
    private synchronized String stormMulti(List<String> keys, int threads, String work) {
        return allOf(
                storm(threads).<String>runEach(number -> () -> {
                    List<String> shuffled = new ArrayList<>(keys);
                    Collections.shuffle(shuffled, new Random(number));
                    Map<String, String> values = createAll(shuffled, work);
                    List<String> sorted = new ArrayList<>(values.values());
                    Collections.sort(sorted);
                    return String.join(",", sorted);
                }),
                threads);
    }

    private Storm storm(int threads) {
        if (storm == null || stormSize != threads) {
            stopStorm();
            storm = new Storm(threads);
            stormSize = threads;
        }
        return storm;
    }

    private void stopStorm() {
        if (storm != null) {
            storm.close();
        }
    }

    private static String allOf(Storm.Results<String> results, int threads) {
        if (!results.failures().isEmpty()) {
            throw new AssertionError(
                    "callers got exceptions", results.failures().get(0));
        }
        if (results.values().size() != threads) {
            throw new AssertionError("only " + results.values().size() + " callers got a value");
        }
        return String.join(" ", new TreeSet<>(results.values()));
    }

    /** With one key all threads read it; with more they also read two at once. */
    private void load(List<String> keys, int threads, String work) {
        load = new Load(threads, () -> {
            String key = any(keys);
            Map<String, String> values = new HashMap<>(Map.of(key, create(key, work)));
            if (keys.size() > 1) {
                values.putAll(createAll(List.of(any(keys), any(keys)), work));
            }
            return values.entrySet().stream().allMatch(value -> value.getValue().startsWith(value.getKey() + "#"))
                    ? null
                    : "wrong values: " + values;
        });
    }

    private static String any(List<String> keys) {
        return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
    }

    private void close() {
        creators.openAll();
        if (load != null) {
            load.stop();
        }
        stopStorm();
        region.close();
    }
}
