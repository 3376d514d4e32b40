package io.dogpile.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Learns of invalidations from messages only, and remembers all messages. */
final class HearingCommands extends ForwardingCommands {

    final List<String> messages = new CopyOnWriteArrayList<>();

    HearingCommands(RedisCommands target) {
        super(target);
    }

    @Override
    public CompletionStage<byte[]> get(byte[] key) {
        return new String(key, StandardCharsets.UTF_8).startsWith("dogpile:invalidated:")
                ? CompletableFuture.completedFuture(null)
                : super.get(key);
    }

    @Override
    public Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected) {
        return super.subscribe(
                channel,
                message -> {
                    messages.add(new String(message, StandardCharsets.UTF_8));
                    listener.accept(message);
                },
                reconnected);
    }
}
