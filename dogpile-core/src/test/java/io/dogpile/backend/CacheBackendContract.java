package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dogpile.testing.Crew;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link CacheBackend} promises, to be extended by the tests of every backend that keeps entries and elects
 * creators. {@link MutexContract} goes deeper into its mutexes.
 *
 * <pre>{@code
 * class MyBackendTests extends CacheBackendContract {
 *     @Override
 *     protected CacheBackend create(BackendContext context) {
 *         return new MyBackend(context);
 *     }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class CacheBackendContract extends BackendOrderContract {

    /** For the suites of backends. */
    protected CacheBackendContract() {}

    @Test
    void manyThreadsReadAndWriteTogether() throws Exception {
        CacheBackend backend = backend();
        List<String> keys = List.of(key("a"), key("b"), key("c"), key("d"));
        AtomicInteger read = new AtomicInteger();

        Crew.work(8, () -> {
            for (int i = 0; i < 200; i++) {
                int number = ThreadLocalRandom.current().nextInt(keys.size());
                Object key = keys.get(number);
                backend.set(key, entry(number), null);
                CachedValue<?> one = backend.get(key, Object.class);
                if (one != null) {
                    assertThat(one.payload()).isEqualTo(payload(number));
                    read.incrementAndGet();
                }
                backend.getMulti(keys, Object.class)
                        .forEach((each, value) -> assertThat(value.payload()).isEqualTo(payload(keys.indexOf(each))));
                if (i % 10 == 0) {
                    backend.deleteMulti(List.of(key));
                }
            }
            return true;
        });

        assertThat(read).hasPositiveValue();
        assertThat(unreadable).isEmpty();
    }

    @Test
    void manyThreadsWriteDifferentKeysWithoutLosingAny() throws Exception {
        CacheBackend backend = backend();
        AtomicInteger next = new AtomicInteger();

        List<List<String>> written = Crew.work(8, () -> {
            List<String> mine = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String key = key("n" + next.incrementAndGet());
                backend.set(key, entry(i), null);
                mine.add(key);
            }
            return mine;
        });

        List<String> all = written.stream().flatMap(List::stream).toList();
        assertThat(backend.getMulti(all, Object.class)).hasSize(400).containsOnlyKeys(all.toArray());
    }

    @Test
    void isItsOwnActualBackendUnlessItIsAProxy() {
        CacheBackend backend = backend();

        assertThat(backend.actualBackend()).isNotInstanceOf(ProxyBackend.class);
        assertThat(backend.actualBackend().actualBackend()).isSameAs(backend.actualBackend());
        if (!(backend instanceof ProxyBackend)) {
            assertThat(backend.actualBackend()).isSameAs(backend);
        }
    }

    @Test
    void canBeClosedTwice() {
        CacheBackend backend = backend();
        backend.set(key("a"), entry(1), null);
        backend.close();

        assertThatCode(backend::close).doesNotThrowAnyException();
    }
}
