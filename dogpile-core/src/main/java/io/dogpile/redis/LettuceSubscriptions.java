package io.dogpile.redis;

import io.dogpile.redis.RedisCommands.Subscription;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Subscriptions over one connection. Lettuce subscribes again by itself when it has reconnected. */
final class LettuceSubscriptions {

    private record Listener(byte[] channel, Consumer<byte[]> messages, Runnable reconnected) {}

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Connecting<StatefulRedisPubSubConnection<byte[], byte[]>> connection;

    LettuceSubscriptions(Supplier<StatefulRedisPubSubConnection<byte[], byte[]>> opener) {
        connection = new Connecting<>(opener, opened -> {
            opened.addListener(new Dispatcher());
            listeners.forEach(listener -> opened.async().subscribe(listener.channel()));
        });
    }

    Subscription subscribe(byte[] channel, Consumer<byte[]> messages, Runnable reconnected) {
        Listener listener = new Listener(channel, messages, reconnected);
        listeners.add(listener);
        connection.get().thenAccept(open -> open.async().subscribe(channel));
        return () -> listeners.remove(listener);
    }

    /** Opens the connection again if that failed so far, with all subscriptions. Without one there is nothing to open. */
    void ensureOpen() {
        if (!listeners.isEmpty()) {
            connection.get();
        }
    }

    void reopen() {
        connection.reopen();
    }

    CompletableFuture<?> close() {
        return connection.close();
    }

    private final class Dispatcher extends RedisPubSubAdapter<byte[], byte[]> {

        @Override
        public void message(byte[] channel, byte[] message) {
            listeners.stream()
                    .filter(listener -> Arrays.equals(listener.channel(), channel))
                    .forEach(listener -> listener.messages().accept(message));
        }

        @Override
        public void subscribed(byte[] channel, long count) {
            listeners.stream()
                    .filter(listener -> Arrays.equals(listener.channel(), channel))
                    .forEach(listener -> listener.reconnected().run());
        }
    }
}
