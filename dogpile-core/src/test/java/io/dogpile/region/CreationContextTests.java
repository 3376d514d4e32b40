package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.lock.CreationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CreationContextTests extends MemoryFixture {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void thereIsNoneOutsideACreation() {
        assertThatThrownBy(CreationContext::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No value is being created in thread '"
                        + Thread.currentThread().getName() + "'");
        region().getOrCreate("a", () -> "created");
        assertThatThrownBy(CreationContext::current).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thereIsNoneAfterACreatorThatThrew() {
        CacheRegion region = region();

        assertThatThrownBy(() -> region.getOrCreate("a", () -> {
                    throw new IllegalArgumentException("out of order");
                }))
                .hasMessage("out of order");

        assertThatThrownBy(CreationContext::current).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void itKnowsTheRegionAndTheKeyAsTheCallerGaveIt() {
        CacheRegion region = region(builder -> builder.keyMangler(KeyMangler.sha1()));

        String seen = region.getOrCreate(List.of("a", 1), () -> {
            CreationContext context = CreationContext.current();
            return context.region() + " " + context.key() + " " + context.keys();
        });

        assertThat(seen).isEqualTo(region.name() + " [a, 1] [[a, 1]]");
    }

    @Test
    void ofSeveralKeysItKnowsThoseTheCreatorIsCalledFor() {
        CacheRegion region = region();
        region.set("b", "there");
        List<Object> seen = new ArrayList<>();

        region.getOrCreateMulti(List.of("a", "b", "c"), (List<String> missing) -> {
            CreationContext context = CreationContext.current();
            seen.addAll(context.keys());
            assertThat(context.region()).isEqualTo(region.name());
            assertThatThrownBy(context::key)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("keys()");
            assertThatThrownBy(() -> context.expirationTime("b", MINUTE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("The creator was not called for key 'b'")
                    .hasMessageContaining("keys [a, c]");
            return Map.of();
        });

        assertThat(seen).containsExactly("a", "c");
    }

    @Test
    void aCreatorHasItsOwnBackWhenItHasUsedAnotherRegion() {
        CacheRegion outer = region(HOUR);
        CacheRegion inner = region(HOUR);

        outer.getOrCreate("outer", () -> {
            String created = inner.getOrCreate("inner", () -> {
                CreationContext.current().expirationTime(MINUTE);
                return "created";
            });
            CreationContext.current().expirationTime(MINUTE.multipliedBy(2));
            assertThat(CreationContext.current().key()).isEqualTo("outer");
            return created;
        });

        clock.advance(MINUTE);
        assertThat(inner.<String>get("inner")).isNull();
        assertThat(outer.<String>get("outer")).isEqualTo("created");
        clock.advance(MINUTE);
        assertThat(outer.<String>get("outer")).isNull();
    }

    @Test
    void aCreatorMaySpeakFromAnotherThread() {
        CacheRegion region = region(HOUR);

        region.getOrCreate("a", () -> {
            CreationContext context = CreationContext.current();
            CompletableFuture.runAsync(() -> context.expirationTime(MINUTE)).get();
            return "value";
        });

        clock.advance(MINUTE);
        assertThat(region.<String>get("a")).isNull();
    }

    @Test
    void whatIsSaidTooLateIsRefused() {
        AtomicReference<CreationContext> kept = new AtomicReference<>();
        region().getOrCreate("a", () -> {
            kept.set(CreationContext.current());
            return "value";
        });

        assertThatThrownBy(() -> kept.get().expirationTime(MINUTE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("over")
                .hasMessageContaining("key 'a'");
        assertThatThrownBy(() -> kept.get().doNotStore()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void negativeTimesAreRefusedExceptForNever() {
        CacheRegion region = region();
        Duration bad = Duration.ofSeconds(-2);

        region.getOrCreate("a", () -> {
            CreationContext context = CreationContext.current();
            assertThatThrownBy(() -> context.expirationTime(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expirationTime is PT-2S; it must not be negative, except for -1 s, which means never");
            assertThatThrownBy(() -> context.serveStale(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("serveStale is PT-2S");
            context.serveStale(CacheRegion.NEVER);
            return "value";
        });
        assertThatThrownBy(() -> CallOptions.NONE.servingStale(bad)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CallOptions.NONE.lasting(bad, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefreshedFunctionSpeaksToo() {
        CacheRegion region = region(HOUR);
        CachedFunction<Integer, String> function = region.cacheOnArguments("f", (Integer argument) -> {
            CreationContext context = CreationContext.current();
            if (argument < 0) {
                context.doNotStore();
            } else {
                context.expirationTime(MINUTE);
            }
            return "value " + argument;
        });

        function.set("older", -1);
        assertThat(function.refresh(-1)).isEqualTo("value -1");
        assertThat(function.get(-1)).isNull();
        assertThat(function.refresh(1)).isEqualTo("value 1");
        assertThat(function.get(1)).isEqualTo("value 1");
        clock.advance(MINUTE);
        assertThat(function.get(1)).isNull();
    }

    @Test
    void aRefreshedFunctionOfSeveralKeysSpeaksToo() {
        CacheRegion region = region(HOUR);
        CachedMultiFunction<Integer, String> function =
                region.cacheMultiOnArguments(FunctionOptions.named("f"), (List<Integer> keys) -> {
                    CreationContext context = CreationContext.current();
                    context.expirationTime(context.keys().get(0), MINUTE);
                    context.doNotStore(context.keys().get(2));
                    return Map.of(1, "one", 2, "two", 3, "three");
                });

        assertThat(function.refresh(List.of(1, 2, 3))).hasSize(3);

        assertThat(function.get(List.of(1, 2, 3))).containsOnlyKeys(1, 2);
        clock.advance(MINUTE);
        assertThat(function.get(List.of(1, 2, 3))).containsOnlyKeys(2);
    }

    @Test
    void aFailureOfSeveralKeysIsWrappedOnRequest() {
        IllegalArgumentException failure = new IllegalArgumentException("not these");

        assertThatThrownBy(() -> region().getOrCreateMulti(
                                List.of("a"),
                                keys -> {
                                    throw failure;
                                },
                                CallOptions.NONE.wrappingFailures()))
                .isInstanceOf(CreationException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void whatIsSaidOfAllKeysHoldsForThoseThatAreNamedToo() {
        CacheRegion region = region(HOUR);

        region.getOrCreateMulti(List.of("a", "b"), keys -> {
            CreationContext.current().doNotStore();
            CreationContext.current().expirationTime("a", MINUTE);
            return Map.of("a", 1, "b", 2);
        });

        assertThat(region.getMulti(List.of("a", "b"))).isEmpty();
    }

    @Test
    void testsForCachingAddUp() {
        CacheRegion region = region();
        CallOptions both = CallOptions.NONE
                .cachingOnlyIf((Integer value) -> value > 1)
                .cachingOnlyIf((Integer value) -> value < 3);

        region.getOrCreateMulti(List.of(1, 2, 3), keys -> Map.of(1, 1, 2, 2, 3, 3), both);
        region.set("a", 4, both);

        assertThat(region.getMulti(List.of(1, 2, 3, "a"))).containsOnlyKeys(2);
    }
}
