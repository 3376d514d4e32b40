package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulation is worth what its Redis is worth: every command and script answers what a server's does. */
class RedisTwinTests {

    private static final List<byte[]> TOKENS = List.of(RedisKeys.bytes("one"), RedisKeys.bytes("two"));

    private final List<String> published = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersWhatAServerAnswers(long seed) throws Exception {
        Random random = new Random(seed);
        try (RedisCommands real = connect()) {
            RedisTwin twin = new RedisTwin(
                    () -> TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()),
                    (channel, message) -> published.add(RedisTwin.text(channel)),
                    new IgnoringObserver());
            RedisKeys keys = new RedisKeys("twin-" + seed + ":", "_lock", false);
            for (int i = 0; i < 500; i++) {
                List<byte[]> all = keys.all("k" + random.nextInt(2));
                Step step = step(random, all, keys.invalidation());
                assertThat(step.on(twin)).as("step %s: %s", i, step).isEqualTo(step.on(real));
                for (int k = 0; k < 3; k++) {
                    byte[] key = all.get(k);
                    assertThat(twin.get(key))
                            .as("key %s after step %s: %s", k, i, step)
                            .isEqualTo(answer(real.get(key)));
                }
            }
            assertThat(published).isNotEmpty();
        }
    }

    private static RedisCommands connect() {
        return LettuceConnector.standalone(
                Settings.of("", Map.of("port", TestRedis.shared().port())));
    }

    private static <T> @Nullable T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** TTLs are longer than the test, so that real time is of no account. */
    private Step step(Random random, List<byte[]> keys, byte[] invalidation) {
        byte[] ttl = RedisKeys.bytes(Long.toString(Duration.ofHours(1).toMillis()));
        byte[] token = TOKENS.get(random.nextInt(2));
        byte[] entry = RedisKeys.bytes(
                "{\"ct\": 1767225600.5, \"v\": 2, \"n\": " + random.nextInt(9) + "}|" + random.nextInt(9));
        byte[] cutoff = RedisKeys.bytes(random.nextInt(4) == 0 ? "1767225600500000" : "1767225600499999");
        byte[] version = RedisKeys.bytes(Integer.toString(random.nextInt(9)));
        byte[] stamp = RedisKeys.bytes(Integer.toString(random.nextInt(2)));
        byte[] channel = RedisKeys.bytes("channel");
        return switch (random.nextInt(17)) {
            case 0 -> new Step(Scripts.SET.write(), keys, List.of(ttl, entry, ttl));
            case 1 -> new Step(Scripts.SET.write(), keys, List.of(ttl, entry, RedisKeys.bytes("0")));
            case 2 -> new Step(Scripts.DELETE, keys, List.of(ttl));
            case 3 -> new Step(Scripts.STORE.write(), keys, List.of(token, entry, ttl, channel));
            case 4 -> new Step(Scripts.STORE.remove(), keys, List.of(token, channel));
            case 5 -> new Step(Scripts.FENCE, keys, List.of(token, ttl));
            case 6 -> new Step(Scripts.UNFENCE, keys, List.of(token));
            case 7 -> new Step(Scripts.WATCH, keys, List.of(stamp, ttl));
            case 8 -> new Step(Scripts.STORE_WATCHED.write(), keys, List.of(stamp, entry, ttl));
            case 9 -> new Step(Scripts.STORE_WATCHED.remove(), keys, List.of(stamp));
            case 10 -> new Step(Scripts.RENEW, keys, List.of(token, ttl));
            case 12 -> new Step(Scripts.SET.writeInOrder(), keys, List.of(ttl, entry, ttl, version, cutoff));
            case 13 ->
                new Step(Scripts.STORE.writeInOrder(), keys, List.of(token, entry, ttl, version, cutoff, channel));
            case 14 -> new Step(Scripts.STORE.removeInOrder(), keys, List.of(token, version, cutoff, channel));
            case 15 ->
                new Step(Scripts.STORE_WATCHED.writeInOrder(), keys, List.of(stamp, entry, ttl, version, cutoff));
            case 11 -> new Step(Scripts.RELEASE, keys, List.of(token, channel));
            default ->
                random.nextInt(4) == 0
                        ? new Step(
                                Scripts.INVALIDATE,
                                List.of(invalidation),
                                List.of(
                                        RedisKeys.bytes(random.nextBoolean() ? "hard" : "soft"),
                                        channel,
                                        RedisKeys.bytes(Integer.toString(1 + random.nextInt(1_000)))))
                        : new Step(null, keys, List.of(token));
        };
    }

    /** A script, or without one taking the lock. */
    private record Step(@Nullable RedisScript script, List<byte[]> keys, List<byte[]> arguments) {

        Object on(RedisTwin twin) {
            return script == null
                    ? twin.setIfAbsent(keys.get(1), arguments.get(0), 3_600_000)
                    : twin.eval(script, keys, arguments);
        }

        @Nullable
        Object on(RedisCommands server) throws Exception {
            return script == null
                    ? answer(server.setIfAbsent(keys.get(1), arguments.get(0), 3_600_000))
                    : answer(server.eval(script, keys, arguments));
        }

        @Override
        public String toString() {
            return (script == null ? "SET NX" : script.lua()) + " "
                    + arguments.stream().map(RedisTwin::text).toList();
        }
    }

    private static final class IgnoringObserver implements RedisTwin.Observer {

        @Override
        public void changed(RedisTwin.Change change, String key, byte @Nullable [] entry) {}

        @Override
        public void invalidated(boolean hard, long cutoffMicros) {}
    }
}
