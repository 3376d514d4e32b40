package io.dogpile.spring.redis;

import io.dogpile.redis.LettuceRedisCommands;
import io.dogpile.redis.RedisCommands;
import io.dogpile.redis.RedisScript;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The port on the client of Spring's factory. The factory may be started late, and has another client after it was
 * stopped and started again; the commands follow it.
 */
final class LettuceFactoryCommands implements RedisCommands {

    private final LettuceConnectionFactory factory;
    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable AbstractRedisClient client;
    private @Nullable LettuceRedisCommands commands;
    private boolean closed;

    LettuceFactoryCommands(LettuceConnectionFactory factory) {
        this.factory = factory;
    }

    private synchronized LettuceRedisCommands current() {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        AbstractRedisClient now = factory.getRequiredNativeClient();
        LettuceRedisCommands current = commands;
        if (current == null || now != client) {
            if (current != null) {
                current.close();
            }
            current = open(now);
            client = now;
            commands = current;
            for (Listener listener : listeners) {
                listener.subscribeTo(current);
            }
        }
        return current;
    }

    /** The client is the application's, which closes it. */
    private static LettuceRedisCommands open(AbstractRedisClient client) {
        return client instanceof RedisClusterClient cluster
                ? LettuceRedisCommands.of(cluster, () -> {})
                : LettuceRedisCommands.of((RedisClient) client, () -> {});
    }

    private <T> CompletionStage<T> send(Function<RedisCommands, CompletionStage<T>> command) {
        RedisCommands current;
        try {
            current = current();
        } catch (IllegalStateException notStarted) {
            return CompletableFuture.failedFuture(notStarted);
        }
        return command.apply(current);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(byte[] key) {
        return send(redis -> redis.get(key));
    }

    @Override
    public CompletionStage<List<byte @Nullable []>> mget(List<byte[]> keys) {
        return send(redis -> redis.mget(keys));
    }

    @Override
    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        return send(redis -> redis.eval(script, keys, arguments));
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        return send(redis -> redis.setIfAbsent(key, value, ttlMillis));
    }

    @Override
    public CompletionStage<Long> timeMicros() {
        return send(RedisCommands::timeMicros);
    }

    @Override
    public synchronized Subscription subscribe(byte[] channel, Consumer<byte[]> messages, Runnable reconnected) {
        Listener listener = new Listener(channel, messages, reconnected);
        listeners.add(listener);
        LettuceRedisCommands before = commands;
        try {
            LettuceRedisCommands now = current();
            if (now == before) {
                listener.subscribeTo(now);
            }
        } catch (IllegalStateException notStarted) {
            // subscribed once there is a client
        }
        return () -> end(listener);
    }

    private synchronized void end(Listener listener) {
        listeners.remove(listener);
        listener.end();
    }

    @Override
    public synchronized void reconnect() {
        if (commands != null) {
            commands.reconnect();
        }
    }

    @Override
    public boolean isCluster() {
        return factory.isClusterAware();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (commands != null) {
            commands.close();
        }
    }

    private static final class Listener {

        private final byte[] channel;
        private final Consumer<byte[]> messages;
        private final Runnable reconnected;
        private @Nullable Subscription subscription;

        Listener(byte[] channel, Consumer<byte[]> messages, Runnable reconnected) {
            this.channel = channel;
            this.messages = messages;
            this.reconnected = reconnected;
        }

        void subscribeTo(RedisCommands redis) {
            subscription = redis.subscribe(channel, messages, reconnected);
        }

        void end() {
            if (subscription != null) {
                subscription.close();
            }
        }
    }
}
