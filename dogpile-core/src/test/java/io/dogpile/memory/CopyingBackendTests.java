package io.dogpile.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CacheBackendContract;
import io.dogpile.backend.CachedValue;
import io.dogpile.codec.Codec;
import io.dogpile.codec.CodecException;
import io.dogpile.settings.Settings;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopyingBackendTests extends CacheBackendContract {

    @Override
    protected CacheBackend create(BackendContext context) {
        return new CopyingMemoryBackendFactory().create(context);
    }

    @Test
    void wantsKeysAsText() {
        assertThat(backend().stringKeys()).isTrue();
    }

    @Test
    void knowsHowManyEntriesItHas() {
        CacheBackend backend = backend();
        backend.set("a", CachedValue.of("x", 1L), null);
        assertThat(backend.estimatedSize()).hasValue(1);
        assertThat(backend.evictionCount()).hasValue(0);
    }

    @Test
    void aChangeOfWhatWasStoredIsNotSeen() {
        CacheBackend backend = backend();
        List<String> stored = new ArrayList<>(List.of("x"));
        backend.set("a", CachedValue.of(stored, 1L), null);

        stored.add("later");

        assertThat(backend.get("a", Object.class).payload()).isEqualTo(List.of("x"));
    }

    @Test
    void aChangeOfWhatWasReadIsNotSeen() {
        CacheBackend backend = backend();
        backend.set("a", CachedValue.of(new ArrayList<>(List.of("x")), 1L), null);

        ((List<?>) backend.get("a", Object.class).payload()).clear();

        assertThat(backend.get("a", Object.class).payload()).isEqualTo(List.of("x"));
        assertThat(backend.getMulti(List.of("a"), Object.class).get("a").payload())
                .isEqualTo(List.of("x"));
    }

    @Test
    void whatCannotBeSerializedIsRefused() {
        CacheBackend backend = backend();

        assertThatThrownBy(() -> backend.set("a", CachedValue.of(new Object(), 1L), null))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("class java.lang.Object")
                .hasMessageContaining("java.io.Serializable")
                .hasMessageContaining("dogpile.cache.memory");
        assertThat(backend.get("a", Object.class)).isNull();
    }

    @Test
    void anEntryThatCannotBeReadBackIsAbsentAndReported() {
        List<Object> reported = new ArrayList<>();
        CacheBackend backend =
                new CopyingBackend(new MemoryBackendFactory().create(context()), new ForgetfulCodec(), (key, cause) -> {
                    assertThat(cause).isInstanceOf(CodecException.class).hasMessage("forgotten");
                    reported.add(key);
                });
        backend.set("a", entry(1), null);

        assertThat(backend.get("a", Object.class)).isNull();
        assertThat(backend.getMulti(List.of("a"), Object.class)).isEmpty();
        assertThat(reported).containsExactly("a", "a");
    }

    private BackendContext context() {
        return new BackendContext("region", Settings.of("", Map.of()), null, clock, (key, cause) -> {});
    }

    private static final class ForgetfulCodec implements Codec {

        @Override
        public Encoded encode(Object value) {
            return new Encoded(new byte[0], null);
        }

        @Override
        public Object decode(byte[] bytes, Type wanted, String type) {
            throw new CodecException("forgotten", null);
        }
    }
}
