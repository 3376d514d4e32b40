package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CachedValue;
import io.dogpile.settings.Settings;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What the arguments of a region on Redis come to.
 *
 * @param keyPrefix stands before every key
 * @param lockPrefix stands before the value's key in the lock's
 * @param ttlMillis the TTL of entries in milliseconds; 0 for none
 * @param distributedLock whether the mutex is Redis' or this JVM's
 * @param lease how long a lock lives unless it is renewed
 * @param longestPoll the longest pause between two tries for a lock
 * @param lockLimit how long to wait for a lock at most, beside the caller's own limit
 * @param callLimit how long one call may take
 * @param connectLimit how long to wait for the first answer while the application starts
 * @param serverClock whether entries are dated by the server's clock rather than by the region's
 * @param maximumValueSize how many bytes a payload may have
 * @param compressionThreshold payloads of more bytes than this are compressed
 */
record RedisSettings(
        String keyPrefix,
        String lockPrefix,
        long ttlMillis,
        boolean distributedLock,
        Duration lease,
        Duration longestPoll,
        Duration lockLimit,
        Duration callLimit,
        Duration connectLimit,
        boolean serverClock,
        long maximumValueSize,
        long compressionThreshold) {

    /** The TTL of an entry, in milliseconds; 0 for none. */
    long ttlMillis(CachedValue<?> value) {
        long micros =
                value.retentionMicros(ttlMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toMicros(ttlMillis));
        return micros == Long.MAX_VALUE ? 0 : Math.max(1, micros / 1_000 + Math.min(1, micros % 1_000));
    }

    static RedisSettings read(BackendContext context) {
        Settings arguments = context.arguments();
        Duration ttl = arguments.getDuration("redis-expiration-time", context.retention());
        return new RedisSettings(
                arguments.getString("key-prefix", context.regionName() + ":"),
                arguments.getString("lock-prefix", "_lock"),
                ttl == null || ttl.isNegative() ? 0 : Math.max(1, ttl.toMillis()),
                arguments.getBoolean("distributed-lock", true),
                positive(arguments, "lock-timeout", Duration.ofSeconds(10)),
                positive(arguments, "lock-sleep", Duration.ofMillis(100)),
                positive(arguments, "lock-blocking-timeout", Duration.ofDays(1)),
                positive(arguments, "socket-timeout", Duration.ofSeconds(1)),
                positive(arguments, "socket-connect-timeout", Duration.ofSeconds(5)),
                arguments.getBoolean("server-clock", true),
                arguments.getSize("maximum-value-size", Long.MAX_VALUE, 1),
                arguments.getSize("compression-threshold", Long.MAX_VALUE, 0));
    }

    private static Duration positive(Settings arguments, String name, Duration fallback) {
        Duration value = Objects.requireNonNull(arguments.getDuration(name, fallback));
        if (value.isNegative() || value.isZero()) {
            throw arguments.invalid(name, "is not positive", "Give a duration of more than zero, such as 10s.");
        }
        return value;
    }
}
