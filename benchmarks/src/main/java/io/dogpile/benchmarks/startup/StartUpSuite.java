package io.dogpile.benchmarks.startup;

import static io.dogpile.benchmarks.startup.Variant.BOOT_CAFFEINE;
import static io.dogpile.benchmarks.startup.Variant.BOOT_REDIS;
import static io.dogpile.benchmarks.startup.Variant.DOGPILE_MEMORY;
import static io.dogpile.benchmarks.startup.Variant.DOGPILE_REDIS;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Median;
import io.dogpile.benchmarks.RedisServer;
import io.dogpile.benchmarks.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a cache adds to the start of an application: each variant starts in turn, in a JVM of its own. */
public final class StartUpSuite implements Suite {

    private static final Map<Variant, Variant> BESIDE =
            Map.of(DOGPILE_MEMORY, BOOT_CAFFEINE, DOGPILE_REDIS, BOOT_REDIS);

    @Override
    public String topic() {
        return "start-up";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException, InterruptedException {
        Map<Variant, List<Start>> starts = new EnumMap<>(Variant.class);
        try (RedisServer redis = RedisServer.start();
                Launcher launcher = Launcher.create(effort, redis.port())) {
            if (effort != Effort.SMALLEST) {
                round(launcher, new EnumMap<>(Variant.class)); // reads the libraries for the first time
            }
            for (int i = 0; i < effort.of(1, 3, 10); i++) {
                round(launcher, starts);
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        starts.keySet().forEach(variant -> measurements.add(measurement(variant, starts)));
        measurements.forEach(System.out::println);
        return measurements;
    }

    private static void round(Launcher launcher, Map<Variant, List<Start>> starts)
            throws IOException, InterruptedException {
        for (Variant variant : Variant.values()) {
            starts.computeIfAbsent(variant, any -> new ArrayList<>()).add(launcher.launch(variant));
        }
    }

    private Measurement measurement(Variant variant, Map<Variant, List<Start>> all) {
        List<Start> starts = all.getOrDefault(variant, List.of());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("started ms", median(starts, Start::startedMillis));
        figures.put("process ms", median(starts, Start::processMillis));
        figures.put("first call ms", median(starts, Start::firstCallMillis));
        figures.put("loaded classes", median(starts, Start::loadedClasses));
        Variant beside = BESIDE.get(variant);
        if (beside != null) {
            List<Start> others = all.getOrDefault(beside, List.of());
            figures.put("added ms", added(starts, others, Start::startedMillis));
            // Boot's caches connect to Redis with the first call, ours at the start, where it can still be refused
            figures.put(
                    "added with first call ms",
                    added(starts, others, start -> start.startedMillis() + start.firstCallMillis()));
        }
        return new Measurement(topic(), variant.label(), Map.of(), figures);
    }

    private static double added(List<Start> starts, List<Start> others, ToDoubleFunction<Start> figure) {
        return Median.of(IntStream.range(0, starts.size())
                .mapToObj(i -> figure.applyAsDouble(starts.get(i)) - figure.applyAsDouble(others.get(i)))
                .toList());
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return Median.of(starts.stream().mapToDouble(figure).boxed().toList());
    }
}
