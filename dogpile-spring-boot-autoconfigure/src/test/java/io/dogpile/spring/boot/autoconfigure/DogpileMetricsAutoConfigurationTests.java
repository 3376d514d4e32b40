package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.spring.observability.RegionMeters;
import io.dogpile.testing.Gate;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Storm;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the meters say is what happened, to the unit. */
@Timeout(60)
class DogpileMetricsAutoConfigurationTests {

    private static final int CALLERS = 50;

    private final ApplicationContextRunner runner = Runners.application()
            .withPropertyValues("cache.books.backend=memory", "cache.more.backend=memory")
            .withConfiguration(AutoConfigurations.of(
                    DogpileMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    CacheMetricsAutoConfiguration.class));

    @Test
    void aStormOnAMissingKeyIsOneCreationAndTheRestWaited() {
        runner.withUserConfiguration(Books.class).run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            storm(context.getBean(GatedBooks.class));

            assertThat(timer(meters, "dogpile.creations", "outcome", "success")).isEqualTo(1);
            assertThat(timer(meters, "dogpile.creations", "outcome", "failure")).isZero();
            assertThat(timer(meters, "dogpile.waits", "outcome", "done")).isEqualTo(CALLERS - 1);
            assertThat(timer(meters, "dogpile.waits", "outcome", "timeout")).isZero();
            assertThat(count(meters, "dogpile.loads.avoided")).isEqualTo(CALLERS - 1);
            assertThat(count(meters, "dogpile.stale.served")).isZero();
        });
    }

    @Test
    void everyCacheHasBootsMeters() {
        runner.withUserConfiguration(Books.class).run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            GatedBooks books = context.getBean(GatedBooks.class);
            storm(books);
            books.plain(1);
            books.plain(1);

            assertThat(gets(meters, "miss")).isEqualTo(CALLERS);
            assertThat(gets(meters, "hit")).isEqualTo(2);
            assertThat(meters.get("cache.puts")
                            .tags("cache", "books")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("cache.size").tags("cache", "books").gauge().value())
                    .isEqualTo(1);
            assertThat(meters.get("cache.evictions")
                            .tags("cache", "books")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(meters.get("cache.size").tags("cache", "more").gauge().value())
                    .isZero();
        });
    }

    @Test
    void failuresAndTimeoutsAreTold() {
        runner.withPropertyValues("cache.books.wait-timeout=20ms").run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            CacheRegion books = context.getBean("booksCacheRegion", CacheRegion.class);
            Gate gate = new Gate();
            Thread creator = new Thread(() -> books.getOrCreate("key", gate.then("value")));
            creator.start();
            gate.awaitReached();
            assertThat(meters.get("dogpile.creations.running")
                            .tag("cache", "books")
                            .gauge()
                            .value())
                    .isEqualTo(1);

            ignoringFailure(() -> books.getOrCreate("key", () -> "never"));
            ignoringFailure(() -> books.getOrCreate("other", () -> {
                throw new IllegalStateException("no");
            }));
            gate.open();
            creator.join();

            assertThat(timer(meters, "dogpile.waits", "outcome", "timeout")).isEqualTo(1);
            assertThat(timer(meters, "dogpile.creations", "outcome", "failure")).isEqualTo(1);
            assertThat(meters.get("dogpile.creations.running")
                            .tag("cache", "books")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @Test
    void staleValuesAndRefusedCreationsAreTold() {
        MutableClock clock = new MutableClock();
        runner.withBean(InstantSource.class, () -> clock)
                .withBean(
                        RegionCustomizer.class,
                        () -> (name, builder) -> builder.asyncCreation(task -> {
                            throw new RejectedExecutionException("full");
                        }))
                .withPropertyValues("cache.books.expiration-time=10s")
                .run(context -> {
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    CacheRegion books = context.getBean("booksCacheRegion", CacheRegion.class);
                    books.set("key", "old");
                    clock.advance(Duration.ofSeconds(11));
                    books.getOrCreate("key", () -> "new");

                    assertThat(count(meters, "dogpile.stale.served")).isEqualTo(1);
                    assertThat(background(meters, "rejected")).isEqualTo(1);
                    assertThat(background(meters, "failed")).isZero();
                });
    }

    @Test
    void anOutageIsTold() {
        TestRedis redis = TestRedis.start();
        try {
            runner.withPropertyValues("cache.shared.backend=redis", "cache.shared.arguments.port=" + redis.port())
                    .run(context -> {
                        MeterRegistry meters = context.getBean(MeterRegistry.class);
                        CacheRegion shared = context.getBean("sharedCacheRegion", CacheRegion.class);
                        assertThat(outage(meters, "shared")).isZero();

                        redis.stop();
                        shared.getOrCreate("key", () -> "value");

                        assertThat(outage(meters, "shared")).isEqualTo(1);
                        assertThat(outage(meters, "books")).isZero();
                        assertThat(meters.get("dogpile.backend.errors")
                                        .tag("cache", "shared")
                                        .functionCounter()
                                        .count())
                                .isEqualTo(shared.stats().backendErrors())
                                .isPositive();
                        assertThat(meters.find("cache.size")
                                        .tag("cache", "shared")
                                        .gauge())
                                .as("nobody asks Redis for its size")
                                .isNull();

                        redis.restart();
                        await().untilAsserted(() ->
                                assertThat(outage(meters, "shared")).isZero());
                    });
        } finally {
            redis.stop();
        }
    }

    @Test
    void noTagHoldsAKeyAndEveryMeterIsDocumented() throws Exception {
        String page = Files.readString(Path.of("../docs/observability.md"));
        runner.run(context -> {
            CacheRegion books = context.getBean("booksCacheRegion", CacheRegion.class);
            books.getOrCreate("secret", () -> "value");
            Map<String, List<String>> ours = new TreeMap<>();
            for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
                Meter.Id id = meter.getId();
                if (id.getName().startsWith("dogpile.") || id.getName().startsWith("cache.")) {
                    ours.put(
                            id.getName(),
                            id.getTags().stream().map(Tag::getKey).sorted().collect(Collectors.toList()));
                    assertThat(id.getTags()).extracting(Tag::getValue).doesNotContain("secret");
                    assertThat(id.getDescription()).isNotBlank();
                }
            }
            assertThat(ours)
                    .hasSize(21)
                    .allSatisfy((name, tags) -> assertThat(page).contains("| `" + name + "` |"));
            assertThat(ours.keySet().stream().filter(name -> name.startsWith("dogpile.")))
                    .allSatisfy(
                            name -> assertThat(ours.get(name)).contains("cache").hasSizeLessThanOrEqualTo(2));
        });
    }

    @Test
    void lookupsAreNotCountedWhereNobodyReadsThem() {
        Runners.withRegion()
                .run(context -> assertThat(
                                context.getBean(CacheRegion.class).stats().lookups())
                        .isFalse());
        Runners.withRegion()
                .withPropertyValues("cache.local.record-stats=true")
                .run(context -> assertThat(
                                context.getBean(CacheRegion.class).stats().lookups())
                        .isTrue());
    }

    @Test
    void aRegionThatDoesNotCountLookupsHasNoMetersOfThem() {
        runner.withPropertyValues("cache.books.record-stats=false").run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.find("cache.gets").tag("cache", "books").meters()).isEmpty();
            assertThat(meters.find("cache.gets").tag("cache", "more").meters()).hasSize(2);
            assertThat(meters.find("dogpile.creations").tag("cache", "books").meters())
                    .hasSize(2);
        });
    }

    @Test
    void regionsMadeOnDemandHaveMetersToo() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        CacheMetricsAutoConfiguration.class))
                .withUserConfiguration(Books.class)
                .run(context -> {
                    GatedBooks books = context.getBean(GatedBooks.class);
                    books.gate().open();
                    books.plain(1);
                    assertThat(timer(context.getBean(MeterRegistry.class), "dogpile.creations", "outcome", "success"))
                            .isEqualTo(1);
                });
    }

    @Test
    void needsAMeterRegistry() {
        Runners.withRegion()
                .withConfiguration(AutoConfigurations.of(DogpileMetricsAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RegionMeters.class));
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("dogpileRegionMeters"));
        runner.withPropertyValues("dogpile.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RegionMeters.class));
    }

    @Test
    void needsNoCacheModuleOfBoots() {
        runner.withClassLoader(new FilteredClassLoader(CacheMeterBinderProvider.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RegionMeters.class)
                        .doesNotHaveBean(RegionMeterBinders.class));
    }

    private static void storm(GatedBooks books) {
        try (Storm storm = new Storm(CALLERS)) {
            Thread opener = new Thread(() -> {
                books.gate().awaitReached();
                await().until(() -> waiting() == CALLERS - 1);
                books.gate().open();
            });
            opener.start();
            assertThat(storm.run(() -> books.plain(1)).failures()).isEmpty();
        }
    }

    /** How many threads of the storm are in a timed wait, which only those are that joined. */
    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("storm") && thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    private static void ignoringFailure(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException expected) {
            // the meters tell
        }
    }

    private static long timer(MeterRegistry meters, String name, String tag, String value) {
        return meters.get(name).tag("cache", "books").tag(tag, value).timer().count();
    }

    private static double count(MeterRegistry meters, String name) {
        return meters.get(name).tag("cache", "books").functionCounter().count();
    }

    private static double background(MeterRegistry meters, String reason) {
        return meters.get("dogpile.background.failures")
                .tag("cache", "books")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private static double gets(MeterRegistry meters, String result) {
        return meters.get("cache.gets")
                .tags("cache", "books", "cache.manager", "cacheManager", "result", result)
                .functionCounter()
                .count();
    }

    private static double outage(MeterRegistry meters, String region) {
        return meters.get("dogpile.backend.outage").tag("cache", region).gauge().value();
    }

    @Configuration(proxyBeanMethods = false)
    static class Books {

        @Bean
        GatedBooks books() {
            return new GatedBooks();
        }
    }
}
