package io.dogpile.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what callers send; not the probe, nor what is read again at an interval. */
final class CountingCommands extends ForwardingCommands {

    private final AtomicInteger sent;

    CountingCommands(RedisCommands target, AtomicInteger sent) {
        super(target);
        this.sent = sent;
    }

    @Override
    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        sent.incrementAndGet();
        return super.eval(script, keys, arguments);
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        sent.incrementAndGet();
        return super.setIfAbsent(key, value, ttlMillis);
    }

    @Override
    public CompletionStage<List<byte[]>> mget(List<byte[]> keys) {
        sent.incrementAndGet();
        return super.mget(keys);
    }

    @Override
    public CompletionStage<byte[]> get(byte[] key) {
        if (!new String(key, StandardCharsets.UTF_8).startsWith("dogpile:")) {
            sent.incrementAndGet();
        }
        return super.get(key);
    }
}
