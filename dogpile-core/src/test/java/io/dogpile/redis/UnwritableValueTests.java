package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.codec.CodecException;
import io.dogpile.region.CacheRegion;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A value that can't be turned into bytes is nobody's outage. */
@Timeout(60)
class UnwritableValueTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);
    private final CacheRegion region = instances.region(config -> config.argument("serializer", "json"));

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    @Test
    void itsCallersGetItAndTheRegionGoesOn() {
        AtomicInteger creations = new AtomicInteger();
        Thread unwritable = Thread.currentThread();

        for (int call = 1; call <= 2; call++) {
            assertThat(region.<Thread>getOrCreate("key", () -> {
                        creations.incrementAndGet();
                        return unwritable;
                    }))
                    .isSameAs(unwritable);
            assertThat(region.backend().outage()).isNull();
            region.set("other", "value " + call);
            assertThat(region.<String>get("other")).isEqualTo("value " + call);
        }

        assertThat(creations).hasValue(2);
        assertThat(raw.has(instances.key("key"))).isFalse();
        assertThat(raw.has(instances.lock("key"))).isFalse();
        assertThat(instances.events.errors).isNotEmpty();
    }

    @Test
    void whoeverSetsItIsTold() {
        assertThatThrownBy(() -> region.set("key", Thread.currentThread())).isInstanceOf(CodecException.class);

        assertThat(region.backend().outage()).isNull();
    }
}
