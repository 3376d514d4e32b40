package io.dogpile.spring.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.util.ClassUtils;

/** Carries out blocking commands on threads of its own, so that callers can give up waiting for them. */
final class BlockingRedis implements AutoCloseable {

    /** No more than connections in an untuned pool. */
    private static final int THREADS = 8;

    private static final boolean JEDIS =
            ClassUtils.isPresent("redis.clients.jedis.UnifiedJedis", BlockingRedis.class.getClassLoader());

    private final RedisConnectionFactory factory;
    private final ThreadPoolExecutor executor;

    BlockingRedis(RedisConnectionFactory factory) {
        this.factory = factory;
        this.executor = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), BlockingRedis::newThread);
        executor.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "dogpile-redis-commands");
        thread.setDaemon(true);
        return thread;
    }

    /** A command whose answer was cancelled before its turn came is not carried out. */
    <T extends @Nullable Object> CompletionStage<T> call(Function<RedisConnection, T> command) {
        try {
            return CompletableFuture.supplyAsync(() -> perform(command), executor);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    private <T extends @Nullable Object> T perform(Function<RedisConnection, T> command) {
        try (RedisConnection connection = factory.getConnection()) {
            return command.apply(connection);
        } catch (RuntimeException failure) {
            throw ReplyErrors.translate(failure);
        }
    }

    /** Only of a factory that is neither Lettuce's nor Jedis' must a connection tell, if there is one soon. */
    boolean isCluster() {
        if (JEDIS && factory instanceof JedisConnectionFactory jedis) {
            return jedis.isRedisClusterAware();
        }
        try {
            return call(RedisClusterConnection.class::isInstance)
                    .toCompletableFuture()
                    .get(1, TimeUnit.SECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException unknown) {
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
