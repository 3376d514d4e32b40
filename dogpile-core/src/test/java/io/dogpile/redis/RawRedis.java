package io.dogpile.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A connection that knows nothing of dogpile, standing for another program or for somebody with redis-cli. */
public final class RawRedis implements AutoCloseable {

    /** As Python's: 32 hexadecimal digits. */
    static final String FOREIGN_TOKEN = "a20f638ce6cf11f19a0702fc00000001";

    private final RedisClient client;
    final RedisCommands<String, byte[]> commands;

    /**
     * Connects.
     *
     * @param server where to
     */
    public RawRedis(TestRedis server) {
        this(server.port());
    }

    RawRedis(int port) {
        client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        commands = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))
                .sync();
    }

    /**
     * What a key holds.
     *
     * @param key the key
     * @return its text, or null
     */
    public String text(String key) {
        byte[] value = commands.get(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /**
     * The keys that match a pattern.
     *
     * @param pattern as {@code KEYS} takes it
     * @return the keys
     */
    public List<String> keys(String pattern) {
        return commands.keys(pattern);
    }

    /** Deletes everything. */
    public void flushAll() {
        commands.flushall();
    }

    /**
     * Writes.
     *
     * @param key the key
     * @param value its text
     */
    public void set(String key, String value) {
        commands.set(key, value.getBytes(StandardCharsets.UTF_8));
    }

    boolean has(String key) {
        return commands.exists(key) == 1;
    }

    /** What Python does to take a lock. */
    boolean takeLock(String lockKey, Duration lease) {
        return "OK"
                .equals(commands.set(
                        lockKey,
                        FOREIGN_TOKEN.getBytes(StandardCharsets.US_ASCII),
                        SetArgs.Builder.nx().px(lease)));
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
