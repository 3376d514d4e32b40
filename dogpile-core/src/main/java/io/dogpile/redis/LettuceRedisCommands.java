package io.dogpile.redis;

import io.dogpile.backend.Stages;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port on Lettuce's asynchronous commands, for a server, a master that Sentinel watches, or a cluster. Opens one
 * connection for commands and one for messages, in the background and again if that failed, so that an application
 * can start while Redis is down; closes both. The client itself is closed only if it is told how.
 */
public final class LettuceRedisCommands implements RedisCommands {

    private final boolean cluster;
    private final Connecting<StatefulConnection<byte[], byte[]>> connection;
    private final LettuceSubscriptions subscriptions;
    private final Runnable closeClient;

    private LettuceRedisCommands(
            boolean cluster,
            Supplier<StatefulConnection<byte[], byte[]>> opener,
            LettuceSubscriptions subscriptions,
            Runnable closeClient) {
        this.cluster = cluster;
        this.connection = new Connecting<>(opener, opened -> {});
        this.subscriptions = subscriptions;
        this.closeClient = closeClient;
    }

    /**
     * On a server, or on a master that Sentinel watches.
     *
     * @param client knows the address
     * @param closeClient run in the end; does nothing if the client is the application's
     * @return the port
     */
    public static LettuceRedisCommands of(RedisClient client, Runnable closeClient) {
        return new LettuceRedisCommands(
                false,
                () -> client.connect(ByteArrayCodec.INSTANCE),
                new LettuceSubscriptions(() -> client.connectPubSub(ByteArrayCodec.INSTANCE)),
                closeClient);
    }

    /**
     * On a cluster.
     *
     * @param client knows the addresses
     * @param closeClient run in the end; does nothing if the client is the application's
     * @return the port
     */
    public static LettuceRedisCommands of(RedisClusterClient client, Runnable closeClient) {
        return new LettuceRedisCommands(
                true,
                () -> client.connect(ByteArrayCodec.INSTANCE),
                new LettuceSubscriptions(() -> client.connectPubSub(ByteArrayCodec.INSTANCE)),
                closeClient);
    }

    /** An answer that cancels its command if it is cancelled. */
    private <T> CompletableFuture<T> send(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        Sent<T> answer = new Sent<>();
        StatefulConnection<byte[], byte[]> ready = connection.open();
        if (ready != null) {
            answer.send(command, ready);
        } else {
            connection.get().whenComplete((open, failure) -> {
                if (failure != null) {
                    answer.completeExceptionally(translate(failure));
                } else {
                    answer.send(command, open);
                }
            });
        }
        return answer;
    }

    /** An answer with the port's failures. Cancelling it cancels the command. */
    private static final class Sent<T> extends CompletableFuture<T> implements BiConsumer<T, @Nullable Throwable> {

        private volatile @Nullable CompletionStage<T> command;

        void send(
                Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> sender,
                StatefulConnection<byte[], byte[]> open) {
            CompletionStage<T> sent;
            try {
                sent = sender.apply(commands(open));
            } catch (RuntimeException failure) {
                completeExceptionally(translate(failure));
                return;
            }
            command = sent;
            sent.whenComplete(this);
            if (isCancelled()) { // while the connection was being opened
                sent.toCompletableFuture().cancel(true);
            }
        }

        @Override
        public void accept(T value, @Nullable Throwable failure) {
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(translate(failure));
            }
        }

        @Override
        public boolean cancel(boolean interrupt) {
            boolean cancelled = super.cancel(interrupt);
            CompletionStage<T> sent = command;
            if (cancelled && sent != null) {
                sent.toCompletableFuture().cancel(interrupt);
            }
            return cancelled;
        }
    }

    private static RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> open) {
        return open instanceof StatefulRedisClusterConnection<byte[], byte[]> clustered
                ? clustered.async()
                : ((StatefulRedisConnection<byte[], byte[]>) open).async();
    }

    /** The server may also answer with an error while the connection is opened, for instance to the password. */
    private static Throwable translate(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return new RedisReplyException(String.valueOf(cause.getMessage()), error);
            }
        }
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    @Override
    public CompletionStage<byte @Nullable []> get(byte[] key) {
        return send(commands -> commands.get(key));
    }

    @Override
    public CompletionStage<List<byte @Nullable []>> mget(List<byte[]> keys) {
        byte[][] names = keys.toArray(byte[][]::new);
        List<byte @Nullable []> values = new ArrayList<>(names.length);
        if (cluster) { // Lettuce splits it by slot, and only so it puts the answers in order
            return Stages.map(send(commands -> commands.mget(names)), pairs -> {
                pairs.forEach(pair -> values.add(pair.getValueOrElse(null)));
                return values;
            });
        }
        return Stages.map(send(commands -> commands.mget((key, value) -> values.add(value), names)), count -> values);
    }

    @Override
    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        subscriptions.ensureOpen();
        byte[][] keyArray = keys.toArray(byte[][]::new);
        byte[][] argumentArray = arguments.toArray(byte[][]::new);
        CompletableFuture<Long> answer = new CompletableFuture<>();
        relay(
                send(commands -> commands.evalsha(script.sha1(), ScriptOutputType.INTEGER, keyArray, argumentArray)),
                answer,
                () -> send(commands -> commands.eval(
                        script.lua().getBytes(StandardCharsets.UTF_8),
                        ScriptOutputType.INTEGER,
                        keyArray,
                        argumentArray)));
        return answer;
    }

    private static void relay(
            CompletableFuture<Long> sent,
            CompletableFuture<Long> answer,
            @Nullable Supplier<CompletableFuture<Long>> ifUnknown) {
        sent.whenComplete((number, failure) -> {
            if (failure == null) {
                answer.complete(number);
            } else if (ifUnknown != null && failure instanceof RedisReplyException reply && reply.is("NOSCRIPT")) {
                relay(ifUnknown.get(), answer, null);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        answer.whenComplete((number, failure) -> sent.cancel(true));
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        return Stages.map(
                send(commands -> commands.set(key, value, SetArgs.Builder.nx().px(ttlMillis))), "OK"::equals);
    }

    @Override
    public CompletionStage<Long> timeMicros() {
        subscriptions.ensureOpen();
        return Stages.map(
                send(RedisServerAsyncCommands::time), parts -> number(parts.get(0)) * 1_000_000 + number(parts.get(1)));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    @Override
    public Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected) {
        return subscriptions.subscribe(channel, listener, reconnected);
    }

    @Override
    public void reconnect() {
        connection.reopen();
        subscriptions.reopen();
    }

    @Override
    public boolean isCluster() {
        return cluster;
    }

    @Override
    public void close() {
        CompletableFuture.allOf(subscriptions.close(), connection.close())
                .whenComplete((closed, failure) -> closeClient.run());
    }
}
