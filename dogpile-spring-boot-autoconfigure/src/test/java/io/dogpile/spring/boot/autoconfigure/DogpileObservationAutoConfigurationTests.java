package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CreationInterceptor;
import io.dogpile.spring.observability.CreationObservationContext;
import io.dogpile.spring.observability.CreationObservationConvention;
import io.dogpile.spring.observability.CreationObservations;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A creation is an observation, inside the caller's and around the creator's own. */
class DogpileObservationAutoConfigurationTests {

    private final TestObservationRegistry observations = TestObservationRegistry.create();

    private final ApplicationContextRunner runner = Runners.withRegion()
            .withBean(ObservationRegistry.class, () -> observations)
            .withConfiguration(AutoConfigurations.of(DogpileObservationAutoConfiguration.class));

    @Test
    void aCreationIsObservedAndAHitIsNot() {
        runner.run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            region.getOrCreate("key", () -> "value");
            region.getOrCreate("key", () -> "never");

            TestObservationRegistryAssert.assertThat(observations)
                    .hasNumberOfObservationsEqualTo(1)
                    .hasSingleObservationThat()
                    .hasNameEqualTo("dogpile.creation")
                    .hasContextualNameEqualTo("create local")
                    .hasOnlyKeys("cache", "cache.key")
                    .hasLowCardinalityKeyValue("cache", "local")
                    .hasHighCardinalityKeyValue("cache.key", "key")
                    .doesNotHaveError()
                    .hasBeenStarted()
                    .hasBeenStopped();
        });
    }

    @Test
    void nestsInTheCallersObservationAndAroundTheCreatorsOwn() {
        runner.run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            Observation request = Observation.start("request", observations);
            Observation[] query = new Observation[1];
            request.scoped(() -> region.getOrCreate("key", () -> {
                query[0] = Observation.start("query", observations);
                query[0].stop();
                return "value";
            }));
            request.stop();

            Observation.ContextView creation =
                    query[0].getContext().getParentObservation().getContextView();
            assertThat(creation.getName()).isEqualTo("dogpile.creation");
            assertThat(creation.getParentObservation()).isSameAs(request);
        });
    }

    @Test
    void anAsynchronousCreationIsObservedUntilItsEnd() {
        runner.run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            CompletableFuture<String> creator = new CompletableFuture<>();
            Observation[] current = new Observation[1];
            CompletableFuture<String> caller = region.getOrCreateAsync("key", () -> {
                current[0] = observations.getCurrentObservation();
                return creator;
            });
            await().until(() -> current[0] != null);
            assertThat(current[0].getContextView().getName()).isEqualTo("dogpile.creation");
            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasBeenStarted()
                    .isNotStopped();

            IllegalStateException failure = new IllegalStateException("no");
            creator.completeExceptionally(failure);
            assertThat(caller).failsWithin(Duration.ofSeconds(30));
            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasError(failure)
                    .hasBeenStopped();
        });
    }

    @Test
    void anAsynchronousCreatorThatThrowsHasEnded() {
        IllegalStateException failure = new IllegalStateException("no");
        observesFailure(failure, () -> {
            throw failure;
        });
    }

    @Test
    void theErrorIsWhatStagesWrap() {
        IllegalStateException failure = new IllegalStateException("no");
        observesFailure(
                failure, () -> CompletableFuture.<String>failedFuture(failure).thenApply(never -> never));
    }

    private void observesFailure(Exception failure, Supplier<CompletableFuture<String>> creator) {
        runner.run(context -> {
            assertThat(context.getBean(CacheRegion.class).getOrCreateAsync("key", creator))
                    .failsWithin(Duration.ofSeconds(30));
            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasError(failure)
                    .hasBeenStopped();
        });
    }

    @Test
    void aFailureIsItsError() {
        runner.run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            IllegalStateException failure = new IllegalStateException("no");
            try {
                region.getOrCreate("key", () -> {
                    throw failure;
                });
            } catch (IllegalStateException expected) {
                assertThat(expected).isSameAs(failure);
            }
            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasError(failure)
                    .hasBeenStopped();
        });
    }

    @Test
    void theKeysOfABatchAreCutShort() {
        runner.run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            List<Integer> keys = IntStream.range(0, 1_000).boxed().toList();
            region.getOrCreateMulti(
                    keys, missing -> missing.stream().collect(Collectors.toMap(key -> key, key -> key)));

            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasHighCardinalityKeyValue("cache.key", keys.toString().substring(0, 256));
        });
    }

    @Test
    void theConventionIsTheApplications() {
        CreationObservationConvention own = new CreationObservationConvention() {

            @Override
            public String getName() {
                return "shop.cache.load";
            }

            @Override
            public KeyValues getHighCardinalityKeyValues(CreationObservationContext context) {
                return KeyValues.empty();
            }
        };
        runner.withBean(CreationObservationConvention.class, () -> own).run(context -> {
            context.getBean(CacheRegion.class).getOrCreate("key", () -> "value");
            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasNameEqualTo("shop.cache.load")
                    .hasOnlyKeys("cache");
        });
    }

    @Test
    void needsAnObservationRegistry() {
        Runners.withRegion()
                .withConfiguration(AutoConfigurations.of(DogpileObservationAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CreationObservations.class));
        runner.withPropertyValues("dogpile.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CreationObservations.class));
    }

    @Test
    void interceptorsOfTheApplicationTakePart() {
        runner.withBean(CountingInterceptor.class).run(context -> {
            context.getBean(CacheRegion.class).getOrCreate("key", () -> "value");
            assertThat(context.getBean(CountingInterceptor.class).regions).isEqualTo(Map.of("local", "key"));
        });
    }

    static class CountingInterceptor implements CreationInterceptor {

        final Map<String, Object> regions = new ConcurrentHashMap<>();

        @Override
        public <V> V intercept(String region, Object key, Callable<? extends V> creator) throws Exception {
            regions.put(region, key);
            return creator.call();
        }
    }
}
