package io.dogpile.cluster;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * When creators began, in all processes, in microseconds of the machine's clock: a list for each key, in a Redis server
 * that stays up. It knows nothing of dogpile. Thread-safe.
 */
final class CreatorLog {

    private final RedisCommands<String, String> commands;

    CreatorLog(int port) {
        commands =
                RedisClient.create(RedisURI.create("127.0.0.1", port)).connect().sync();
    }

    /** Notes a call of a key's creator; answers how many there were, with this one. */
    long begin(String fullKey) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Clock.systemUTC().instant());
        return commands.rpush("begun:" + fullKey, Long.toString(now));
    }

    long count(String fullKey) {
        return commands.llen("begun:" + fullKey);
    }

    List<Long> begun(String fullKey) {
        return commands.lrange("begun:" + fullKey, 0, -1).stream()
                .map(Long::valueOf)
                .toList();
    }
}
