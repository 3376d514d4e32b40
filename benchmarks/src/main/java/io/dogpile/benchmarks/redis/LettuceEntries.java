package io.dogpile.benchmarks.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** What one would write by hand: one connection for all threads, and no cache at all. */
final class LettuceEntries implements Entries {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long HOUR = 3600;

    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> commands;
    private final boolean decoding;

    LettuceEntries(int port, boolean decoding) {
        this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
        this.commands = connection.sync();
        this.decoding = decoding;
    }

    private static byte[] bytes(String key) {
        return ("lettuce:" + key).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void put(String key, Order value) {
        commands.setex(bytes(key), HOUR, JSON.writeValueAsBytes(value));
    }

    @Override
    public Object get(String key) {
        byte[] found = commands.get(bytes(key));
        return found == null ? Entries.missing() : decoding ? JSON.readValue(found, Order.class) : found;
    }

    @Override
    public Map<String, Object> getAll(Set<String> keys) {
        byte[][] names = keys.stream().map(LettuceEntries::bytes).toArray(byte[][]::new);
        Map<String, Object> found = new LinkedHashMap<>();
        var values = commands.mget(names).iterator();
        for (String key : keys) {
            KeyValue<byte[], byte[]> value = values.next();
            found.put(key, JSON.readValue(value.getValue(), Order.class));
        }
        return found;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
