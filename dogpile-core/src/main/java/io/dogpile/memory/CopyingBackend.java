package io.dogpile.memory;

import io.dogpile.backend.BackendListener;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.codec.Codec;
import io.dogpile.codec.Codec.Encoded;
import io.dogpile.codec.CodecException;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps the bytes of payloads instead of the payloads. */
final class CopyingBackend implements CacheBackend {

    private final CacheBackend entries;
    private final Codec codec;
    private final BackendListener listener;

    CopyingBackend(CacheBackend entries, Codec codec, BackendListener listener) {
        this.entries = entries;
        this.codec = codec;
        this.listener = listener;
    }

    @Override
    public boolean stringKeys() {
        return true;
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    @Override
    public @Nullable CachedValue<?> get(Object key, Type type) {
        CachedValue<?> stored = entries.get(key, type);
        if (stored == null) {
            return null;
        }
        try {
            return stored.withPayload(decoded(stored, type));
        } catch (CodecException unreadable) {
            listener.onUnreadable(key, unreadable);
            return null;
        }
    }

    @Override
    public @Nullable CachedValue<?> peek(Object key) {
        return entries.peek(key);
    }

    @Override
    public boolean set(Object key, CachedValue<?> value, @Nullable Held held) {
        return entries.set(key, encoded(value), held);
    }

    @Override
    public boolean delete(Object key) {
        return entries.delete(key);
    }

    @Override
    public Mutex mutex(Object key) {
        return entries.mutex(key);
    }

    @Override
    public OptionalLong estimatedSize() {
        return entries.estimatedSize();
    }

    @Override
    public OptionalLong evictionCount() {
        return entries.evictionCount();
    }

    @Override
    public void close() {
        entries.close();
    }

    private @Nullable Object decoded(CachedValue<?> stored, Type wanted) {
        Encoded encoded = Objects.requireNonNull((Encoded) stored.payload());
        return codec.decode(encoded.bytes(), wanted, encoded.type());
    }

    private CachedValue<?> encoded(CachedValue<?> value) {
        return value.withPayload(codec.encode(value.payload()));
    }
}
