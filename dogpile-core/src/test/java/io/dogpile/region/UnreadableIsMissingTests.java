package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CachedValue;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P8: what can't be read is a counted miss, then overwritten. */
@Timeout(20)
class UnreadableIsMissingTests {

    private static final AtomicBoolean BROKEN = new AtomicBoolean();

    private final AtomicInteger unreadable = new AtomicInteger();
    private final CacheRegion region = CacheRegion.of(
            "test",
            RegionConfig.builder("memory_pickle")
                    .listener(new RegionListener() {
                        @Override
                        public void onUnreadable(String name, Object key, Throwable cause) {
                            assertThat(key).isEqualTo("key");
                            unreadable.incrementAndGet();
                        }
                    })
                    .build());

    @AfterEach
    void repair() {
        BROKEN.set(false);
    }

    @Test
    void unreadableBytesAreCountedOncePerReadAndOverwritten() {
        region.set("key", new Fragile());
        BROKEN.set(true);

        assertThat(region.<Object>get("key")).isNull();
        assertThat(unreadable).hasValue(1);
        assertThat(region.getMulti(List.of("key"))).isEmpty();
        assertThat(unreadable).hasValue(2);
        assertThat(region.<Object>getOrCreate("key", () -> "new")).isEqualTo("new");
        assertThat(unreadable).as("read, and read again under the lock").hasValue(4);
        assertThat(region.<Object>get("key")).isEqualTo("new");
        assertThat(unreadable).hasValue(4);
    }

    @Test
    void anEntryOfAnotherVersionIsMissing() {
        CacheRegion plain = Regions.inMemory();
        plain.backend().set("key", CachedValue.of("old", Long.MAX_VALUE / 2, 1, Map.of()), null);

        assertThat(plain.<String>get("key")).isNull();
        assertThat(plain.<String>get("key", CallOptions.ignoringExpiration())).isNull();
        assertThat(plain.getMulti(List.of("key"))).isEmpty();
        assertThat(plain.<String>getOrCreate("key", () -> "new")).isEqualTo("new");
        assertThat(plain.<String>get("key")).isEqualTo("new");
    }

    private static final class Fragile implements Serializable {

        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            if (BROKEN.get()) {
                throw new InvalidObjectException("the class has changed");
            }
        }
    }
}
