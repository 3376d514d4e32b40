package io.dogpile.benchmarks.cluster;

import io.dogpile.benchmarks.cluster.ReadThrough.Creator;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;

/** When creators began in all processes, kept in Redis, over a connection of its own. Thread-safe. */
final class Creations implements AutoCloseable {

    private static final String PREFIX = "benchmark:creations:";

    private final RedisClient client;
    private final RedisCommands<String, String> redis;

    Creations(int port) {
        this.client = RedisClient.create("redis://127.0.0.1:" + port);
        this.redis = client.connect().sync();
    }

    /** A creator that takes as long as a database would. */
    Creator creator(Duration length) {
        return key -> {
            redis.rpush(PREFIX + key, Long.toString(System.currentTimeMillis()));
            Thread.sleep(length.toMillis());
            return Article.of(key);
        };
    }

    /** When each creation of a key began, in milliseconds since the epoch, in that order. */
    List<Long> starts(String key) {
        return redis.lrange(PREFIX + key, 0, -1).stream()
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    /** Forgets everything that is in this Redis, other caches' values too. */
    void clear() {
        redis.flushall();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
