package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.Gate;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.RedisCodec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a command whose caller gives up, of one that can't be sent, and of connections in the end. */
@Timeout(60)
class LettuceRedisCommandsTests {

    private static final byte[] KEY = "LettuceRedisCommandsTests".getBytes(StandardCharsets.UTF_8);

    private final Gate connecting = new Gate();
    private final HoldingClient client = new HoldingClient(connecting);
    private final LettuceRedisCommands commands = LettuceRedisCommands.of(client, client::shutdown);

    @AfterEach
    void close() {
        connecting.open();
        commands.close();
    }

    @Test
    void cancellingAnAnswerCancelsTheCommand() {
        connecting.open();
        CompletableFuture<?> first = get();
        Awaitility.await().until(() -> client.sent.size() == 1);
        CompletableFuture<?> second = get();

        assertThat(first.cancel(true)).isTrue();
        assertThat(second.cancel(true)).isTrue();

        assertThat(client.sent).hasSize(2).allMatch(RedisFuture::isCancelled);
        assertThat(first).isCancelled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MGET", "SET NX", "EVALSHA", "TIME"})
    void cancellingWhatIsMadeOfAnAnswerCancelsTheCommand(String name) {
        connecting.open();
        CompletableFuture<?> answer = send(name);
        Awaitility.await().until(() -> client.sent.size() == 1);

        answer.cancel(true);

        assertThat(client.sent).allMatch(RedisFuture::isCancelled);
    }

    @Test
    void cancellingWhileTheScriptsTextIsOnItsWayCancelsTheCommand() {
        connecting.open();
        CompletableFuture<?> answer = send("EVALSHA");
        Awaitility.await().until(() -> client.sent.size() == 1);
        client.flush();
        Awaitility.await().until(() -> client.sent.size() == 2);

        answer.cancel(true);

        assertThat(client.sent.get(1).isCancelled()).isTrue();
    }

    private CompletableFuture<?> send(String name) {
        RedisScript unknown = RedisScript.of("return " + System.nanoTime());
        CompletionStage<?> answer = switch (name) {
            case "MGET" -> commands.mget(List.of(KEY));
            case "SET NX" -> commands.setIfAbsent(KEY, KEY, 1);
            case "EVALSHA" -> commands.eval(unknown, List.of(KEY), List.of());
            default -> commands.timeMicros();
        };
        return answer.toCompletableFuture();
    }

    @Test
    void cancellingWhileTheConnectionIsBeingOpenedCancelsTheCommand() throws Exception {
        CompletableFuture<?> given = get();
        CompletableFuture<?> waiting = get();
        connecting.awaitReached();
        given.cancel(true);
        connecting.open();

        Awaitility.await().until(() -> client.sent.size() == 2);
        Awaitility.await()
                .untilAsserted(() -> assertThat(client.sent.stream().filter(RedisFuture::isCancelled))
                        .hasSize(1));
        client.flush();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(given).isCancelled();
    }

    @Test
    void aCommandThatCanNotBeSentFailsItsAnswer() {
        connecting.open();
        for (String connection : List.of("being opened", "open")) {
            assertThat(commands.get(null).toCompletableFuture())
                    .as(connection)
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theClientIsClosedAfterItsConnection() {
        connecting.open();
        AtomicReference<Boolean> stillOpen = new AtomicReference<>();
        LettuceRedisCommands closing = LettuceRedisCommands.of(client, () -> stillOpen.set(client.isConnected()));
        closing.get(KEY);
        Awaitility.await().until(() -> client.sent.size() == 1);
        assertThat(client.isConnected()).isTrue();

        closing.close();

        Awaitility.await().untilAtomic(stillOpen, Matchers.is(false));
    }

    @Test
    void aConnectionThatIsBeingOpenedIsClosedWhenItIs() throws Exception {
        AtomicReference<Boolean> stillOpen = new AtomicReference<>();
        LettuceRedisCommands closing = LettuceRedisCommands.of(client, () -> stillOpen.set(client.isConnected()));
        closing.get(KEY);
        connecting.awaitReached();

        closing.close();
        assertThat(stillOpen).hasValue(null);
        connecting.open();

        Awaitility.await().untilAtomic(stillOpen, Matchers.is(false));
    }

    private CompletableFuture<?> get() {
        return commands.get(KEY).toCompletableFuture();
    }

    /** Connects when a gate is opened; its commands stay on this side until they are flushed. */
    private static final class HoldingClient extends RedisClient {

        final List<RedisFuture<?>> sent = new CopyOnWriteArrayList<>();

        private final Gate gate;
        private volatile StatefulRedisConnection<?, ?> connection;

        HoldingClient(Gate gate) {
            super(null, RedisURI.create("127.0.0.1", TestRedis.shared().port()));
            this.gate = gate;
        }

        void flush() {
            connection.flushCommands();
        }

        boolean isConnected() {
            return connection.isOpen();
        }

        @Override
        public <K, V> StatefulRedisConnection<K, V> connect(RedisCodec<K, V> codec) {
            try {
                gate.pass();
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
            StatefulRedisConnection<K, V> opened = super.connect(codec);
            opened.setAutoFlushCommands(false);
            connection = opened;
            RedisAsyncCommands<K, V> noting = proxy(RedisAsyncCommands.class, opened.async(), answer -> {
                sent.add((RedisFuture<?>) answer);
                return answer;
            });
            return proxy(
                    StatefulRedisConnection.class,
                    opened,
                    answer -> answer instanceof RedisAsyncCommands ? noting : answer);
        }

        @SuppressWarnings("unchecked") // the target is of that type
        private static <T> T proxy(Class<? super T> type, T target, UnaryOperator<Object> change) {
            return (T) Proxy.newProxyInstance(
                    HoldingClient.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        try {
                            return change.apply(method.invoke(target, arguments));
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getTargetException();
                        }
                    });
        }
    }
}
