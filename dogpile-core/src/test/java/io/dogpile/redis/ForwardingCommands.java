package io.dogpile.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes everything on; tests override what is to go wrong. */
class ForwardingCommands implements RedisCommands {

    private final RedisCommands target;

    ForwardingCommands(RedisCommands target) {
        this.target = target;
    }

    @Override
    public CompletionStage<byte @Nullable []> get(byte[] key) {
        return target.get(key);
    }

    @Override
    public CompletionStage<List<byte @Nullable []>> mget(List<byte[]> keys) {
        return target.mget(keys);
    }

    @Override
    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        return target.eval(script, keys, arguments);
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        return target.setIfAbsent(key, value, ttlMillis);
    }

    @Override
    public CompletionStage<Long> timeMicros() {
        return target.timeMicros();
    }

    @Override
    public Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected) {
        return target.subscribe(channel, listener, reconnected);
    }

    @Override
    public void reconnect() {
        target.reconnect();
    }

    @Override
    public boolean isCluster() {
        return target.isCluster();
    }

    @Override
    public void close() {
        target.close();
    }
}
