package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendException;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** P7: what is not answered in time must not be carried out later, when the caller has been told that it failed. */
@Timeout(60)
class GivenUpCommandsTests {

    private final List<CompletableFuture<?>> unanswered = new ArrayList<>();
    private final Instances instances = new Instances(TestRedis.shared());

    @AfterEach
    void close() {
        instances.close();
    }

    @TestFactory
    Stream<DynamicTest> allCommandsOfACallThatFails() {
        CachedValue<String> value = CachedValue.of("value", 1);
        return Stream.of(
                call("set", 1, backend -> backend.set("a", value, null)),
                call("setMulti", 3, backend -> backend.setMulti(Map.of("a", value, "b", value, "c", value), Map.of())),
                call("delete", 1, backend -> backend.delete("a")),
                call("deleteMulti", 3, backend -> backend.deleteMulti(List.of("a", "b", "c"))),
                call("watch", 1, backend -> backend.watch("a")),
                call("take", 1, backend -> backend.mutex("a").tryAcquire(Duration.ZERO)),
                call("takeMulti", 3, backend -> backend.tryAcquireMulti(List.of("a", "b", "c"))));
    }

    /** The commands are the first; locks whose answers are unknown are released after them, for which nobody waits. */
    private DynamicTest call(String name, int commands, Call call) {
        return DynamicTest.dynamicTest(name, () -> {
            CacheBackend backend = silent();
            unanswered.clear();
            ThrowingCallable caller = () -> call.on(backend);

            assertThatThrownBy(caller).isInstanceOf(BackendException.class).hasMessageContaining("did not answer");

            assertThat(unanswered.subList(0, commands)).allMatch(CompletableFuture::isCancelled);
            assertThat(unanswered.subList(commands, unanswered.size())).noneMatch(CompletableFuture::isDone);
        });
    }

    @Test
    void aCreationsStore() throws Exception {
        CacheBackend backend = silent();
        RedisLocks locks = ((RedisBackend) backend).locks;
        unanswered.clear();

        assertThatThrownBy(() -> backend.set(
                        "a",
                        CachedValue.of("value", 1),
                        locks.hold(List.of(new byte[0], new byte[0]), RedisMutex.newToken())))
                .isInstanceOf(BackendException.class);

        assertThat(unanswered).singleElement().matches(CompletableFuture::isCancelled);
    }

    /** Redis answers what a backend asks at its start, and no change of an entry or lock. */
    private CacheBackend silent() {
        return instances.backendOn(
                target -> new ForwardingCommands(target) {
                    @Override
                    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
                        return script == Scripts.NOTHING ? super.eval(script, keys, arguments) : unanswered();
                    }

                    @Override
                    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttl) {
                        return unanswered();
                    }
                },
                Map.of("socket-timeout", "50ms"));
    }

    private <T> CompletionStage<T> unanswered() {
        CompletableFuture<T> answer = new CompletableFuture<>();
        unanswered.add(answer);
        return answer;
    }

    private interface Call {

        void on(CacheBackend backend) throws Exception;
    }
}
