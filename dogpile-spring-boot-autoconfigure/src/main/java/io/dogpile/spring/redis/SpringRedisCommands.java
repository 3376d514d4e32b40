package io.dogpile.spring.redis;

import io.dogpile.redis.RedisCommands;
import io.dogpile.redis.RedisReplyException;
import io.dogpile.redis.RedisScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.core.types.Expiration;

/** The port for one region on Spring's blocking commands. */
final class SpringRedisCommands implements RedisCommands {

    private final BlockingRedis redis;

    SpringRedisCommands(BlockingRedis redis) {
        this.redis = redis;
    }

    @Override
    public CompletionStage<byte @Nullable []> get(byte[] key) {
        return redis.call(connection -> connection.stringCommands().get(key));
    }

    @Override
    public CompletionStage<List<byte @Nullable []>> mget(List<byte[]> keys) {
        return redis.call(connection -> {
            List<byte @Nullable []> values = connection.stringCommands().mGet(keys.toArray(byte[][]::new));
            return values == null ? new ArrayList<>() : values;
        });
    }

    @Override
    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        byte[][] all = Stream.concat(keys.stream(), arguments.stream()).toArray(byte[][]::new);
        return redis.call(connection -> number(eval(connection, script, keys.size(), all)));
    }

    private static @Nullable Long eval(RedisConnection connection, RedisScript script, int keys, byte[][] all) {
        try {
            return connection.scriptingCommands().<Long>evalSha(script.sha1(), ReturnType.INTEGER, keys, all);
        } catch (RuntimeException failure) {
            if (ReplyErrors.translate(failure) instanceof RedisReplyException reply && reply.is("NOSCRIPT")) {
                byte[] lua = script.lua().getBytes(StandardCharsets.UTF_8);
                return connection.scriptingCommands().<Long>eval(lua, ReturnType.INTEGER, keys, all);
            }
            throw failure;
        }
    }

    private static Long number(@Nullable Long answer) {
        if (answer == null) {
            throw new IllegalStateException("the script answered no number");
        }
        return answer;
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        return redis.call(connection -> Boolean.TRUE.equals(connection
                .stringCommands()
                .set(key, value, SetCondition.ifAbsent(), Expiration.milliseconds(ttlMillis))));
    }

    @Override
    public CompletionStage<Long> timeMicros() {
        return redis.call(connection -> number(connection.serverCommands().time(TimeUnit.MICROSECONDS)));
    }

    /**
     * Hears nothing. A subscribed connection that finds its way back into a client's pool answers other commands with
     * messages, and blocking clients don't keep it out of there reliably. What messages would hasten happens without:
     * who waits for a lock polls, and invalidations are read at an interval.
     */
    @Override
    public Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected) {
        return () -> {};
    }

    /** Blocking clients have limits of their own, after which they don't use a connection again. */
    @Override
    public void reconnect() {}

    @Override
    public boolean isCluster() {
        return redis.isCluster();
    }

    /** The threads are shared with other regions. */
    @Override
    public void close() {}
}
