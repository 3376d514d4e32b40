package io.dogpile.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.Mutex;
import io.dogpile.backend.WaitTimer;
import io.dogpile.lock.Lookup.Missing;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P3 and P4 hold for a creation that nobody shares as well: without an election, and inside its own key's creator. */
@Timeout(20)
class UnsharedCreationTests {

    private final DogpileLock lock =
            new DogpileLock("region 'test'", new RecordingListener(), WaitTimer.SYSTEM, Runnable::run);
    private final FakeCreation creation = new FakeCreation();

    private String enter() {
        return lock.enter("key", new Missing<>(), creation, new Terms(Duration.ofMinutes(1), null));
    }

    private static FakeCreation throwing(Exception failure) {
        FakeCreation unelected = new FakeCreation();
        unelected.mutex = Mutex.NONE;
        unelected.creator = () -> {
            throw failure;
        };
        return unelected;
    }

    private ThrowingCallable entering(FakeCreation unelected) {
        return () -> lock.enter("key", new Missing<>(), unelected, new Terms(Duration.ZERO, null));
    }

    @Test
    void anUncheckedExceptionComesAsItIs() {
        IllegalStateException failure = new IllegalStateException("no database");
        assertThatThrownBy(entering(throwing(failure))).isSameAs(failure);
    }

    @Test
    void aCheckedExceptionComesAsTheCause() {
        IOException failure = new IOException("no route");
        assertThatThrownBy(entering(throwing(failure)))
                .isInstanceOf(CreationException.class)
                .hasCause(failure);
    }

    @Test
    void anInterruptionSetsTheFlagAgain() {
        assertThatThrownBy(entering(throwing(new InterruptedException())))
                .isInstanceOf(CreationInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void insideItsOwnKeyACreatorFailsForItselfOnly() {
        IOException failure = new IOException("no route");
        FakeCreation inner = new FakeCreation();
        inner.creator = () -> {
            throw failure;
        };
        creation.creator = () -> {
            assertThatThrownBy(entering(inner)).hasCause(failure);
            return "outer";
        };

        assertThat(enter()).isEqualTo("outer");
        assertThat(inner.log).containsExactly("create unshared");
        assertThat(lock.flightCount()).isZero();
    }
}
