package io.dogpile.redis;

import io.dogpile.backend.BackendListener;
import io.dogpile.backend.CachedValue;
import io.dogpile.codec.Codec;
import io.dogpile.codec.Codec.Encoded;
import io.dogpile.codec.CodecException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries to bytes and back. Thread-safe. */
final class RedisEntries {

    private final Codec codec;
    private final RedisSettings settings;
    private final BackendListener listener;
    private final PlainEntries plain;

    RedisEntries(Codec codec, RedisSettings settings, BackendListener listener) {
        this.codec = codec;
        this.plain = new PlainEntries(codec);
        this.settings = settings;
        this.listener = listener;
    }

    /** The entry; null if its payload is larger than allowed, which is reported. */
    byte @Nullable [] write(Object key, CachedValue<?> value) {
        Encoded encoded = codec.encode(value.payload());
        int length = encoded.bytes().length;
        byte[] compressed = length > settings.compressionThreshold() ? Compression.compress(encoded.bytes()) : null;
        Encoded stored = compressed == null ? encoded : new Encoded(compressed, encoded.type());
        if (stored.bytes().length > settings.maximumValueSize()) {
            listener.onTooLarge(key, stored.bytes().length);
            return null;
        }
        return Envelope.write(value, stored, compressed == null ? 0 : length);
    }

    /** The entries of those keys that have one. */
    Map<Object, CachedValue<?>> read(List<Object> keys, List<byte @Nullable []> values, Type type) {
        Map<Object, CachedValue<?>> found = new HashMap<>(2 * keys.size());
        for (int i = 0; i < keys.size(); i++) {
            CachedValue<?> value = read(keys.get(i), values.get(i), type);
            if (value != null) {
                found.put(keys.get(i), value);
            }
        }
        return found;
    }

    /** The entry, or null if there is none. Unreadable is missing, and reported (P8). */
    @Nullable
    CachedValue<?> read(Object key, byte @Nullable [] bytes, Type type) {
        if (bytes == null) {
            return null;
        }
        try {
            CachedValue<?> usual = plain.read(bytes, type);
            return usual == null ? unusual(bytes, type) : usual;
        } catch (CodecException unreadable) {
            listener.onUnreadable(key, unreadable);
            return null;
        }
    }

    private CachedValue<?> unusual(byte[] bytes, Type type) {
        CachedValue<byte[]> entry = Envelope.read(bytes);
        return entry.version() == CachedValue.CURRENT_VERSION
                ? entry.withPayload(codec.decode(payload(entry), type, PlainEntries.typeOf(entry.attributes())))
                : entry;
    }

    /** The entry with its bytes; null if there is none that has metadata. Nothing is reported. */
    static @Nullable CachedValue<?> peek(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : Envelope.read(bytes);
        } catch (CodecException unreadable) {
            return null;
        }
    }

    private static byte[] payload(CachedValue<byte[]> entry) {
        return entry.attributes().get(Envelope.COMPRESSED) instanceof Number length
                ? Compression.decompress(entry.payload(), length)
                : entry.payload();
    }
}
