package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.scheduler.Schedulers;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EventLoopsTests {

    private static final Executor NETTY = task -> new FastThreadLocalThread(task).start();
    private static final Executor REACTOR = Schedulers.parallel()::schedule;

    @Test
    void threadsOfNettyAndReactorAreTold() {
        assertThat(EventLoops.isCurrent()).isFalse();
        assertThat(CompletableFuture.supplyAsync(EventLoops::isCurrent, NETTY).join())
                .isTrue();
        assertThat(CompletableFuture.supplyAsync(EventLoops::isCurrent, REACTOR).join())
                .isTrue();
    }

    @Test
    void whatFailsBehindTheBackOfAnEventLoopIsLogged(CapturedOutput output) {
        TestRedis own = TestRedis.start();
        try (CacheRegion region = CacheRegion.of(
                "books",
                RegionConfig.builder("redis").argument("port", own.port()).build())) {
            DogpileCache cache = new DogpileCache(region);
            own.stop();
            CompletableFuture.runAsync(
                            () -> {
                                cache.put("key", "value");
                                cache.evict("key");
                                cache.clear();
                            },
                            NETTY)
                    .join();
            await().untilAsserted(() -> assertThat(output)
                    .contains(
                            "Cache 'books': put failed", "Cache 'books': evict failed", "Cache 'books': clear failed"));
        } finally {
            own.stop();
        }
    }
}
