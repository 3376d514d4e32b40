package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.testing.Storm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who shares whose command, and that nobody gets an answer that may be older than the question. */
@Timeout(120)
class SharedReadsTests {

    private static final int CROWD = 50;
    private static final byte[] VALUE = bytes("value");
    private static final byte[] OLD = bytes("old");
    private static final byte[] NEW = bytes("new");

    private final List<CompletableFuture<byte[]>> sent = new ArrayList<>();
    private final SharedReads reads = new SharedReads(name -> {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        sent.add(answer);
        return answer;
    });

    private CompletableFuture<byte[]> read(String key) {
        return reads.get(key, bytes(key)).toCompletableFuture();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void thoseWhoComeDuringACommandShareTheNext() {
        CompletableFuture<byte[]> first = read("key");
        List<CompletableFuture<byte[]>> others = List.of(read("key"), read("key"), read("key"));
        assertThat(sent).hasSize(1);

        sent.get(0).complete(OLD);

        assertThat(first).isCompletedWithValue(OLD);
        assertThat(others).as("theirs is on its way").noneMatch(CompletableFuture::isDone);
        assertThat(sent).hasSize(2);
        sent.get(1).complete(NEW);
        assertThat(others).allSatisfy(other -> assertThat(other).isCompletedWithValue(NEW));
    }

    @Test
    void otherKeysAreReadBesideIt() {
        read("key");
        CompletableFuture<byte[]> other = read("other");

        sent.get(1).complete(VALUE);

        assertThat(other).isCompletedWithValue(VALUE);
    }

    @Test
    void oneAfterAnotherReadForThemselves() {
        read("key");
        sent.get(0).complete(null);
        CompletableFuture<byte[]> second = read("key");

        sent.get(1).complete(VALUE);

        assertThat(second).isCompletedWithValue(VALUE);
    }

    @Test
    void aFailureIsOnlyOfThoseWhoseCommandFailed() {
        CompletableFuture<byte[]> first = read("key");
        List<CompletableFuture<byte[]>> second = List.of(read("key"), read("key"));

        sent.get(0).completeExceptionally(new IllegalStateException("first"));
        CompletableFuture<byte[]> third = read("key");
        sent.get(1).completeExceptionally(new IllegalStateException("second"));
        sent.get(2).complete(VALUE);

        assertThatThrownBy(first::join).hasRootCauseMessage("first");
        assertThat(second)
                .allSatisfy(each -> assertThatThrownBy(each::join)
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseMessage("second"));
        assertThat(third).isCompletedWithValue(VALUE);
    }

    @Test
    void whoGivesUpGivesUpForNobodyElse() {
        CompletableFuture<byte[]> first = read("key");
        CompletableFuture<byte[]> impatient = read("key");
        CompletableFuture<byte[]> patient = read("key");

        impatient.cancel(true);
        first.cancel(true);
        sent.get(1).complete(VALUE);

        assertThat(sent.get(0)).as("a command that nobody waits for").isCancelled();
        assertThat(patient).isCompletedWithValue(VALUE);
    }

    @Test
    void aCommandThatCantBeSentFailsItsCallers() {
        SharedReads broken = new SharedReads(name -> {
            throw new IllegalStateException("closed");
        });

        assertThatThrownBy(broken.get("key", bytes("key")).toCompletableFuture()::join)
                .hasRootCauseMessage("closed");
        assertThat(broken.size()).isZero();
    }

    @Test
    void nothingIsKeptAfterTheLastAnswer() {
        read("key");
        read("key");
        read("other");
        assertThat(reads.size()).isEqualTo(2);

        sent.get(0).complete(null);
        sent.get(1).complete(null);
        sent.get(2).complete(null);

        assertThat(sent).hasSize(3);
        assertThat(reads.size()).isZero();
    }

    /** A backend whose reads wait from now on for the gate, and count their commands. */
    private static CacheBackend held(Instances instances, CompletableFuture<?> gate, AtomicInteger commands) {
        AtomicReference<CompletableFuture<?>> held = new AtomicReference<>(CompletableFuture.completedFuture(null));
        CacheBackend backend = instances.backendOn(
                target -> new CountingCommands(
                        new ForwardingCommands(target) {
                            @Override
                            public CompletionStage<byte[]> get(byte[] key) {
                                return held.get().thenCompose(opened -> super.get(key));
                            }
                        },
                        commands),
                Map.of("socket-timeout", "1m"));
        backend.set("key", CachedValue.of("value", 1), null);
        held.set(gate);
        commands.set(0);
        return backend;
    }

    @Test
    void aCrowdThatDoesNotWaitSendsTwoCommandsToRedis() {
        AtomicInteger commands = new AtomicInteger();
        CompletableFuture<?> gate = new CompletableFuture<>();
        try (Instances instances = new Instances(TestRedis.shared())) {
            CacheBackend backend = held(instances, gate, commands);

            List<CompletionStage<CachedValue<?>>> answers = Stream.generate(
                            () -> backend.getAsync("key", String.class, Runnable::run))
                    .limit(CROWD)
                    .toList();
            assertThat(commands).hasValue(1);
            gate.complete(null);

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(
                                    answer.toCompletableFuture().join().payload())
                            .isEqualTo("value"));
            assertThat(commands).hasValue(2);
        }
    }

    @Test
    void aCrowdThatWaitsSendsTwoCommandsToRedis() throws Exception {
        AtomicInteger commands = new AtomicInteger();
        CompletableFuture<?> gate = new CompletableFuture<>();
        try (Instances instances = new Instances(TestRedis.shared())) {
            CacheBackend backend =
                    held(instances, gate.orTimeout(1, TimeUnit.MINUTES), commands); // also if an assertion fails
            List<CachedValue<?>> found = new CopyOnWriteArrayList<>();
            List<Thread> crowd = Stream.generate(() -> new Thread(() -> found.add(backend.get("key", String.class))))
                    .limit(CROWD)
                    .peek(Thread::start)
                    .toList();
            await().until(() -> crowd.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
            assertThat(commands).hasValue(1);
            gate.complete(null);
            for (Thread thread : crowd) {
                thread.join();
            }

            assertThat(found).hasSize(CROWD).allMatch(value -> "value".equals(value.payload()));
            assertThat(commands).hasValue(2);
        }
    }

    @Test
    void nobodyGetsAValueThatWasReplacedBeforeTheQuestion() {
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (Instances instances = new Instances(TestRedis.shared());
                Storm storm = new Storm(8)) {
            CacheBackend writer = instances.backend(Map.of());
            CacheBackend reader = instances.backend(Map.of());
            writer.set("key", CachedValue.of(0, 1), null);

            Storm.Results<Integer> results = storm.runEach(number -> () -> {
                int older = 0;
                if (number == 0) {
                    for (int next = 1; next <= 500; next++) {
                        writer.set("key", CachedValue.of(next, 1), null);
                        written.set(next);
                    }
                    over.set(true);
                }
                while (!over.get()) {
                    int least = written.get();
                    Object found = Objects.requireNonNull(reader.get("key", Integer.class))
                            .payload();
                    older += (Integer) found < least ? 1 : 0;
                }
                return older;
            });

            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).containsOnly(0);
        }
    }
}
