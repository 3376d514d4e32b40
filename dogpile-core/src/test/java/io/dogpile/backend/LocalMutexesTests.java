package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalMutexesTests extends MutexContract {

    private final LocalMutexes mutexes = new LocalMutexes();

    @Override
    protected Mutex mutex(String key) {
        return mutexes.mutex(key);
    }

    @Override
    protected int heldCount() {
        return mutexes.heldCount();
    }

    @Test
    void keysAreComparedByEquals() throws Exception {
        mutexes.mutex(List.of("a", 1)).tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(mutexes.mutex(List.of("a", 1)).isLocked()).isTrue();
        assertThat(mutexes.mutex(List.of("a", 2)).isLocked()).isFalse();
    }

    @Test
    void namesTheThreadThatHoldsIt() throws Exception {
        mutexes.mutex("a").tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(mutexes.mutex("a").holder())
                .isEqualTo("thread '" + Thread.currentThread().getName() + "'");
    }

    @Test
    void twoSetsOfMutexesHaveNothingToDoWithEachOther() throws Exception {
        mutexes.mutex("a").tryAcquire(Duration.ZERO).orElseThrow();

        assertThat(new LocalMutexes().mutex("a").tryAcquire(Duration.ZERO)).isPresent();
    }
}
