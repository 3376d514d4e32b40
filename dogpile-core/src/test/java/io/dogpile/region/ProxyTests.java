package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.PassThroughProxy;
import io.dogpile.backend.ProxyBackend;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ProxyTests extends MemoryFixture {

    private final List<String> seen = new ArrayList<>();

    @Test
    void aProxySeesWhatItOverridesAndTheRestPassesThrough() {
        CacheRegion region = region(builder -> builder.wrap(backend -> new Tracing("p", backend)));

        region.set("a", 1);
        assertThat(region.<Integer>get("a")).isEqualTo(1);
        assertThat(seen).containsExactly("p set a", "p get a");
        assertThat(region.delete("a")).isTrue();
        assertThat(region.<Integer>get("a")).isNull();
    }

    @Test
    void aProxyOverSetSeesCreatedValuesToo() {
        CacheRegion region = region(builder -> builder.wrap(backend -> new Tracing("p", backend)));

        region.getOrCreate("a", numbered());

        assertThat(seen).containsOnlyOnce("p set a");
    }

    @Test
    void aProxyOverGetSeesReadsThatDoNotWait() {
        CacheRegion region = region(builder -> builder.wrap(backend -> new Tracing("p", backend)));
        region.set("a", 1);
        seen.clear();

        assertThat(region.getOrCreateAsync("a", () -> null)).isCompletedWithValue(1);
        assertThat(region.getValueMetadataAsync("a", CallOptions.NONE)).isCompleted();
        assertThat(seen).containsExactly("p get a", "p get a");
    }

    @Test
    void aProxyThatWaitsIsReadOnTheExecutor() throws Exception {
        Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        CacheRegion region =
                region(builder -> builder.futuresExecutor(queue::add).wrap(backend -> new Tracing("p", backend) {
                    @Override
                    public boolean isBlocking() {
                        return true;
                    }
                }));
        region.set("a", 1);
        seen.clear();

        CompletableFuture<Integer> value = region.getOrCreateAsync("a", () -> null);
        assertThat(seen).isEmpty();
        queue.remove().run();

        assertThat(value).isCompletedWithValue(1);
        assertThat(seen).containsExactly("p get a");
    }

    @Test
    void theFirstProxyIsTheOutermost() {
        CacheRegion region = region(builder ->
                builder.wrap(backend -> new Tracing("first", backend)).wrap(backend -> new Tracing("second", backend)));

        region.set("a", 1);

        assertThat(seen).containsExactly("first set a", "second set a");
    }

    @Test
    void aProxyThatIsPutLaterIsTheOutermost() {
        CacheRegion region = region(builder -> builder.wrap(backend -> new Tracing("configured", backend)));

        assertThat(region.wrap(backend -> new Tracing("later", backend))).isSameAs(region);
        region.set("a", 1);

        assertThat(seen).containsExactly("later set a", "configured set a");
    }

    @Test
    void regionsHaveTheirOwnProxies() {
        CacheRegion one = region(builder -> builder.wrap(backend -> new Tracing("one", backend)));
        CacheRegion two = region(builder -> builder.wrap(backend -> new Tracing("two", backend)));

        one.set(1, true);
        two.set("a", true);

        assertThat(seen).containsExactly("one set 1", "two set a");
    }

    @Test
    void aProxyMayTakeArgumentsAndSwallowWrites() {
        CacheRegion region = region(builder -> builder.wrap(backend -> new NeverSetting(5, backend)));

        for (int i = 0; i < 10; i++) {
            region.set(i, true);
        }

        assertThat(region.<Boolean>get(5)).isNull();
        assertThat(region.<Boolean>get(1)).isTrue();
    }

    @Test
    void aProxyMayChangePayloadsOnTheirWay() {
        CacheRegion region = region(builder -> builder.wrap(Encoding::new));

        region.set("a", "plain");
        region.setMulti(Map.of("b", "1", "c", "2"));
        assertThat(region.<String>getOrCreate("d", () -> "made")).isEqualTo("made");

        assertThat(region.<String>get("a")).isEqualTo("plain");
        assertThat(region.<String, String>getMulti(List.of("b", "c", "d"))).containsValues("1", "2", "made");
        assertThat(region.actualBackend().get("a", Object.class).payload()).isEqualTo("<plain>");
        assertThat(region.actualBackend().get("d", Object.class).payload()).isEqualTo("<made>");
    }

    @Test
    void theActualBackendIsBeneathAllProxies() {
        CacheRegion plain = region();
        CacheRegion wrapped = region(builder ->
                builder.backend(plain.backend()).wrap(PassThroughProxy::new).wrap(PassThroughProxy::new));

        assertThat(plain.actualBackend()).isSameAs(plain.backend()).isNotInstanceOf(ProxyBackend.class);
        assertThat(wrapped.backend()).isInstanceOf(PassThroughProxy.class);
        assertThat(wrapped.actualBackend()).isSameAs(plain.backend());
    }

    private class Tracing extends ProxyBackend {

        private final String name;

        Tracing(String name, CacheBackend proxied) {
            super(proxied);
            this.name = name;
        }

        @Override
        public CachedValue<?> get(Object key, Type type) {
            seen.add(name + " get " + key);
            return super.get(key, type);
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, Held held) {
            seen.add(name + " set " + key);
            return super.set(key, value, held);
        }
    }

    private static final class NeverSetting extends ProxyBackend {

        private final Object never;

        NeverSetting(Object never, CacheBackend proxied) {
            super(proxied);
            this.never = never;
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, Held held) {
            return !key.equals(never) && super.set(key, value, held);
        }
    }

    private static final class Encoding extends ProxyBackend {

        Encoding(CacheBackend proxied) {
            super(proxied);
        }

        @Override
        public CachedValue<?> get(Object key, Type type) {
            CachedValue<?> value = super.get(key, type);
            return value == null ? null : decoded(value);
        }

        @Override
        public Map<Object, CachedValue<?>> getMulti(Collection<?> keys, Type type) {
            Map<Object, CachedValue<?>> values = new HashMap<>(super.getMulti(keys, type));
            values.replaceAll((key, value) -> decoded(value));
            return values;
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, Held held) {
            return super.set(key, encoded(value), held);
        }

        @Override
        public Set<Object> setMulti(Map<Object, ? extends CachedValue<?>> values, Map<Object, Held> held) {
            Map<Object, CachedValue<?>> encoded = new HashMap<>();
            values.forEach((key, value) -> encoded.put(key, encoded(value)));
            return super.setMulti(encoded, held);
        }

        private static CachedValue<?> encoded(CachedValue<?> value) {
            return value.withPayload("<" + value.payload() + ">");
        }

        private static CachedValue<?> decoded(CachedValue<?> value) {
            return value.withPayload(value.payload().toString().replaceAll("[<>]", ""));
        }
    }
}
