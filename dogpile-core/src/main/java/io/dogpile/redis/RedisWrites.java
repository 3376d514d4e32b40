package io.dogpile.redis;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.redis.RedisLocks.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Changes of entries, each one step in Redis. */
record RedisWrites(RedisCommands commands, RedisKeys keys, RedisSettings settings) {

    /** Answers 1 if it was written. A value that is too large takes away its predecessor, which it outdates. */
    CompletionStage<Long> write(Object key, CachedValue<?> value, byte @Nullable [] entry, @Nullable Held held) {
        WriteScripts scripts = Scripts.SET;
        byte[] condition = markerTtl();
        if (held instanceof Lease lease) {
            scripts = Scripts.STORE;
            condition = lease.token;
        } else if (held instanceof Stamp stamp) {
            scripts = Scripts.STORE_WATCHED;
            condition = number(stamp.number());
        }
        List<byte[]> arguments = new ArrayList<>(List.of(condition));
        if (entry != null) {
            arguments.add(entry);
            arguments.add(number(settings.ttlMillis(value)));
        }
        boolean inOrder = value.dataVersion() >= 0;
        if (inOrder) {
            arguments.add(number(value.dataVersion()));
            arguments.add(number(value.replacesUntilMicros()));
        }
        if (held instanceof Lease lease) {
            return lease.store(scripts.script(entry != null, inOrder), arguments);
        }
        return commands.eval(scripts.script(entry != null, inOrder), keys.all(key), arguments);
    }

    /** Answers how many entries there were. */
    CompletionStage<Long> remove(Object key) {
        return commands.eval(Scripts.DELETE, keys.all(key), List.of(markerTtl()));
    }

    private byte[] markerTtl() {
        return number(settings.lease().toMillis());
    }

    static byte[] number(long number) {
        return RedisKeys.bytes(Long.toString(number));
    }

    /** What a key carries while nobody has changed it. It is shared, and goes by itself. */
    record Stamp(long number) implements Held {

        @Override
        public boolean release() {
            return true;
        }
    }
}
