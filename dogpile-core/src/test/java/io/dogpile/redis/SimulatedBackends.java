package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.codec.Codec;
import io.dogpile.codec.CodecException;
import java.lang.reflect.Type;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Backends on commands that are simulated; what else they need is given, too. */
public final class SimulatedBackends {

    private SimulatedBackends() {}

    public static CacheBackend create(
            RedisCommands commands, BackendContext context, ScheduledExecutorService scheduler) {
        return new RedisBackend(commands, new TextOrNull(), RedisSettings.read(context), context, scheduler);
    }

    /** How many wait for the release of a lock. */
    public static int waiting(CacheBackend backend) {
        return ((RedisBackend) backend).locks.wakeups.count();
    }

    /** An entry as it lies in Redis; null if it can't be read. */
    public static @Nullable CachedValue<?> read(byte[] bytes) {
        try {
            CachedValue<byte[]> entry = Envelope.read(bytes);
            return entry.withPayload(new TextOrNull().decode(entry.payload(), Object.class, null));
        } catch (CodecException unreadable) {
            return null;
        }
    }

    private record TextOrNull() implements Codec {

        @Override
        public Encoded encode(@Nullable Object value) {
            return new Encoded(RedisKeys.bytes(value == null ? "-" : "+" + value), null);
        }

        @Override
        public @Nullable Object decode(byte[] bytes, Type wanted, @Nullable String type) {
            String text = RedisTwin.text(bytes);
            if (text.equals("-")) {
                return null;
            }
            if (!text.startsWith("+")) {
                throw new CodecException("neither a text nor null: " + text, null);
            }
            return text.substring(1);
        }
    }
}
