package io.dogpile.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The port on Lettuce's asynchronous commands, for a single server, a master with replicas, or a cluster. Closes the
 * connections only if it is told how.
 */
public final class LettuceRedisCommands implements RedisCommands {

    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final StatefulRedisPubSubConnection<byte[], byte[]> subscriptions;
    private final boolean cluster;
    private final Runnable onClose;

    private LettuceRedisCommands(
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            StatefulRedisPubSubConnection<byte[], byte[]> subscriptions,
            boolean cluster,
            Runnable onClose) {
        this.commands = commands;
        this.subscriptions = subscriptions;
        this.cluster = cluster;
        this.onClose = onClose;
    }

    /**
     * On a single server or a master with replicas.
     *
     * @param connection for commands, with Lettuce's codec for bytes
     * @param subscriptions for messages
     * @param onClose run when the backend is closed; empties whatever was opened for it
     * @return the port
     */
    public static LettuceRedisCommands of(
            StatefulRedisConnection<byte[], byte[]> connection,
            StatefulRedisPubSubConnection<byte[], byte[]> subscriptions,
            Runnable onClose) {
        return new LettuceRedisCommands(connection.async(), subscriptions, false, onClose);
    }

    /**
     * On a cluster.
     *
     * @param connection for commands, with Lettuce's codec for bytes
     * @param subscriptions for messages
     * @param onClose run when the backend is closed; empties whatever was opened for it
     * @return the port
     */
    public static LettuceRedisCommands ofCluster(
            StatefulRedisClusterConnection<byte[], byte[]> connection,
            StatefulRedisPubSubConnection<byte[], byte[]> subscriptions,
            Runnable onClose) {
        return new LettuceRedisCommands(connection.async(), subscriptions, true, onClose);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(byte[] key) {
        return commands.get(key);
    }

    /** Lettuce splits it by slot. */
    @Override
    public CompletionStage<List<byte @Nullable []>> mget(List<byte[]> keys) {
        return commands.mget(keys.toArray(byte[][]::new)).thenApply(pairs -> {
            List<byte @Nullable []> values = new ArrayList<>();
            pairs.forEach(pair -> values.add(pair.getValueOrElse(null)));
            return values;
        });
    }

    @Override
    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        byte[][] keyArray = keys.toArray(byte[][]::new);
        byte[][] argumentArray = arguments.toArray(byte[][]::new);
        CompletionStage<Long> known =
                commands.evalsha(script.sha1(), ScriptOutputType.INTEGER, keyArray, argumentArray);
        return known.handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(answer);
                    }
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof RedisNoScriptException) {
                        byte[] lua = script.lua().getBytes(StandardCharsets.UTF_8);
                        return commands.<Long>eval(lua, ScriptOutputType.INTEGER, keyArray, argumentArray);
                    }
                    return CompletableFuture.<Long>failedStage(cause);
                })
                .thenCompose(answer -> answer);
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        return commands.set(key, value, SetArgs.Builder.nx().px(ttlMillis)).thenApply("OK"::equals);
    }

    @Override
    public CompletionStage<Long> timeMicros() {
        return commands.time().thenApply(parts -> number(parts.get(0)) * 1_000_000 + number(parts.get(1)));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    @Override
    public Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected) {
        RedisPubSubAdapter<byte[], byte[]> messages = new RedisPubSubAdapter<>() {

            @Override
            public void message(byte[] from, byte[] message) {
                if (Arrays.equals(from, channel)) {
                    listener.accept(message);
                }
            }

            @Override
            public void subscribed(byte[] to, long count) {
                if (Arrays.equals(to, channel)) {
                    reconnected.run();
                }
            }
        };
        subscriptions.addListener(messages);
        subscriptions.async().subscribe(channel);
        return () -> {
            subscriptions.removeListener(messages);
            subscriptions.async().unsubscribe(channel);
        };
    }

    @Override
    public boolean isCluster() {
        return cluster;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
