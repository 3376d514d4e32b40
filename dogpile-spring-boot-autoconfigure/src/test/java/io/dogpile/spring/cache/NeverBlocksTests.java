package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.Mutex.Held;
import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.MutableClock;
import io.dogpile.testing.Stall;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache.ValueWrapper;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Nothing keeps the thread of an event loop waiting: BlockHound watches Reactor's threads and the network's. */
@Timeout(120)
class NeverBlocksTests {

    private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();
    private static final String TIMERS = "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";
    private static final Duration HOUR = Duration.ofHours(1);

    private final MutableClock clock = new MutableClock();
    private final Deque<CacheRegion> regions = new ArrayDeque<>();
    private final String keyPrefix = UUID.randomUUID() + ":";
    private final Stall<String> stall = new Stall<>();

    @BeforeAll
    static void watch() {
        BlockHound.install(watcher -> watcher.blockingMethodCallback(NeverBlocksTests::note)
                // locks that are held for as long as it takes to note a new thread, a new writer, or a timer
                .allowBlockingCallsInside(ThreadPoolExecutor.class.getName(), "addWorker")
                .allowBlockingCallsInside(TIMERS, "offer")
                .allowBlockingCallsInside(TIMERS, "remove")
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters"));
    }

    /** What a network library does on its own is its own affair. */
    private static void note(BlockingMethod method) {
        Throwable call = new Throwable(method + " on " + Thread.currentThread().getName());
        boolean ours = Arrays.stream(call.getStackTrace())
                .dropWhile(frame -> !frame.getMethodName().equals("checkBlocking"))
                .anyMatch(frame -> frame.getClassName().startsWith("io.dogpile."));
        if (ours) {
            StringWriter stack = new StringWriter();
            call.printStackTrace(new PrintWriter(stack));
            BLOCKED.add(stack.toString());
        }
    }

    @BeforeEach
    void forget() {
        BLOCKED.clear();
    }

    @AfterEach
    void nothingBlocked() {
        stall.answer.complete("late");
        regions.forEach(CacheRegion::close);
        assertThat(BLOCKED).isEmpty();
    }

    private CacheRegion region(String backend) {
        RegionConfig.Builder config = RegionConfig.builder(backend)
                .expirationTime(HOUR)
                .waitTimeout(Duration.ofSeconds(30))
                .clock(clock);
        if (backend.equals("redis")) {
            config.argument("port", TestRedis.shared().port())
                    .argument("key-prefix", keyPrefix)
                    .argument("socket-timeout", "30s")
                    .argument("socket-connect-timeout", "30s")
                    .argument("server-clock", false);
        }
        regions.push(CacheRegion.of("books", config.build()));
        return regions.peek();
    }

    /** Begins something on the thread of an event loop. */
    private static <V> CompletableFuture<V> onLoop(Supplier<CompletableFuture<V>> call) {
        return Mono.defer(() -> Mono.fromFuture(call.get(), true))
                .subscribeOn(Schedulers.parallel())
                .toFuture();
    }

    private static CompletableFuture<String> done(String value) {
        return CompletableFuture.completedFuture(value);
    }

    private void awaitCreator() {
        await().until(() -> stall.calls() > 0);
    }

    @Test
    void aCreatorThatSleepsIsCaught() {
        CacheRegion region = region("memory");
        assertThat(onLoop(() -> region.getOrCreateAsync("key", () -> {
                            try {
                                Thread.sleep(1);
                            } catch (InterruptedException interruption) {
                                throw new AssertionError(interruption);
                            }
                            return done("slept");
                        }))
                        .join())
                .isEqualTo("slept");

        assertThat(BLOCKED).isNotEmpty().allMatch(stack -> stack.contains("sleep"));
        BLOCKED.clear();
    }

    @Test
    void aBlockingReadOfRedisIsCaught() {
        CacheRegion region = region("redis");
        region.set("key", "value");
        await().until(
                        () -> { // an answer that is there at once is not waited for
                            assertThat(onLoop(() -> done(region.get("key"))).join())
                                    .isEqualTo("value");
                            return !BLOCKED.isEmpty();
                        });

        assertThat(BLOCKED).isNotEmpty().allMatch(stack -> stack.contains("park"));
        BLOCKED.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void hitsAndMisses(String backend) {
        CacheRegion region = region(backend);
        DogpileCache cache = new DogpileCache(region);
        for (int i = 0; i < 30; i++) {
            String key = "key-" + i % 10;
            assertThat(onLoop(() -> region.getOrCreateAsync(key, () -> done("of " + key)))
                            .join())
                    .isEqualTo("of " + key);
            assertThat(onLoop(() -> cache.retrieve("c" + key, () -> done("of " + key)))
                            .join())
                    .isEqualTo("of " + key);
            assertThat(onLoop(() -> region.getOrCreateMultiAsync(
                                    List.of(key, "m" + key),
                                    keys -> CompletableFuture.completedFuture(Map.of("m" + key, "more"))))
                            .join())
                    .isEqualTo(Map.of(key, "of " + key, "m" + key, "more"));
            assertThat(onLoop(() -> cache.retrieve(key).thenApply(ValueWrapper.class::cast))
                            .join()
                            .get())
                    .isEqualTo("of " + key);
            assertThat(onLoop(() -> region.getValueMetadataAsync("none", CallOptions.NONE))
                            .join())
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void callersWhoWaitForOneCreation(String backend) {
        CacheRegion region = region(backend);
        List<CompletableFuture<String>> futures = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            futures.add(onLoop(() -> region.getOrCreateAsync("key", stall)));
        }
        awaitCreator();
        onLoop(() -> {
            stall.answer.complete("value");
            return done("");
        });

        assertThat(futures).allSatisfy(future -> assertThat(future.join()).isEqualTo("value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void staleValues(String backend) {
        CacheRegion region = region(backend);
        region.set("key", "old");
        clock.advance(HOUR);
        CompletableFuture<String> elected = onLoop(() -> region.getOrCreateAsync("key", stall));
        awaitCreator();

        for (int i = 0; i < 20; i++) {
            assertThat(onLoop(() -> region.getOrCreateAsync("key", stall)).join())
                    .isEqualTo("old");
        }
        stall.answer.complete("new");
        assertThat(elected.join()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void theLockOfAnother(String backend) throws Exception {
        CacheRegion region = region(backend);
        Held held = region.backend().mutex("key").tryAcquire(Duration.ZERO).orElseThrow();
        CompletableFuture<String> waiting = onLoop(() -> region.getOrCreateAsync("key", stall));
        CompletableFuture<Map<String, String>> batch = onLoop(() -> region.getOrCreateMultiAsync(
                List.of("key", "free"), keys -> CompletableFuture.completedFuture(Map.of("free", "of free"))));
        await().until(() -> region.get("free") != null);
        region.set("key", "made elsewhere");
        held.release();

        assertThat(waiting.join()).isEqualTo("made elsewhere");
        assertThat(batch.join()).isEqualTo(Map.of("key", "made elsewhere", "free", "of free"));
    }

    /** What Spring does when the result of a {@code @CachePut} or {@code @CacheEvict} method is there. */
    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void changesOfTheCache(String backend) {
        CacheRegion region = region(backend);
        DogpileCache cache = new DogpileCache(region);
        changed(() -> cache.put("key", "value"));
        await().until(() -> "value".equals(region.get("key")));
        changed(() -> cache.evict("key"));
        await().until(() -> region.get("key") == null);
        region.set("key", "value");
        changed(cache::clear);
        await().until(() -> region.get("key") == null);
    }

    private static void changed(Runnable change) {
        onLoop(() -> {
                    change.run();
                    return done("changed");
                })
                .join();
    }

    @Test
    void aRedisThatHangs() {
        TestRedis own = TestRedis.start();
        RegionConfig config = RegionConfig.builder("redis")
                .argument("port", own.port())
                .argument("socket-timeout", "200ms")
                .build();
        RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", own.port()));
        try (CacheRegion region = CacheRegion.of("books", config)) {
            region.getOrCreate("before", () -> "value");
            client.connect().sync().clientPause(3_000);
            List<CompletableFuture<String>> futures = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String key = "key-" + i % 3;
                futures.add(onLoop(() -> region.getOrCreateAsync(key, () -> done("value"))));
            }
            assertThat(futures).allSatisfy(future -> assertThat(future.join()).isEqualTo("value"));
            own.stop();
            assertThat(onLoop(() -> region.getOrCreateAsync("down", () -> done("value")))
                            .join())
                    .isEqualTo("value");
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            own.stop();
        }
    }
}
