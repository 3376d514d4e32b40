package io.dogpile.simulation;

import io.dogpile.redis.RedisCommands;
import io.dogpile.redis.RedisScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A process' connection to the server: requests arrive in the order in which they were sent, and so do the answers. */
final class Link implements RedisCommands {

    private final World world;
    private final Machine machine;
    private final Server server;
    private final Set<CompletableFuture<?>> sent = new LinkedHashSet<>();
    private final List<Channel> channels = new ArrayList<>();
    private int connection;
    private long lastArrival;
    private long lastAnswer;

    private record Channel(byte[] name, Consumer<byte[]> listener, Runnable reconnected) {}

    Link(World world, Machine machine, Server server) {
        this.world = world;
        this.machine = machine;
        this.server = server;
        server.links.add(this);
    }

    private Duration latency() {
        return world.chance(0.02) ? world.millis(5, 80) : Duration.ofNanos(world.between(50_000, 1_500_000));
    }

    private <T extends @Nullable Object> CompletableFuture<T> send(Supplier<T> request) {
        if (machine.isDead()) {
            throw new Crashed();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (server.isRefusing()) {
            world.after(latency(), machine, () -> fail(answer));
            return answer;
        }
        sent.add(answer);
        answer.whenComplete((any, failure) -> sent.remove(answer));
        int over = connection;
        lastArrival = Math.max(lastArrival, world.nanos() + latency().toNanos());
        world.after(Duration.ofNanos(lastArrival - world.nanos()), null, () -> {
            if (over == connection || world.chance(0.5)) { // what was sent may arrive although the connection broke
                server.serve(() -> answer(request, answer, over));
            }
        });
        return answer;
    }

    private <T extends @Nullable Object> void answer(Supplier<T> request, CompletableFuture<T> answer, int over) {
        if (server.isRefusing()) {
            return;
        }
        T result = request.get();
        lastAnswer = Math.max(lastAnswer, world.nanos() + latency().toNanos());
        world.after(Duration.ofNanos(lastAnswer - world.nanos()), machine, () -> {
            if (over == connection) {
                answer.complete(result);
            }
        });
    }

    private static void fail(CompletableFuture<?> answer) {
        answer.completeExceptionally(new IllegalStateException("the connection is broken"));
    }

    /** The connection breaks; another one is there at once. */
    void cut() {
        connection++;
        List<CompletableFuture<?>> lost = List.copyOf(sent);
        sent.clear();
        lost.forEach(answer -> world.after(latency(), machine, () -> fail(answer)));
        List.copyOf(channels).forEach(channel -> world.after(latency(), machine, channel.reconnected()));
    }

    /** A message from the server. */
    void deliver(byte[] channel, byte[] message) {
        int over = connection;
        lastAnswer = Math.max(lastAnswer, world.nanos() + latency().toNanos());
        for (Channel each : channels) {
            if (Arrays.equals(each.name(), channel)) {
                world.after(Duration.ofNanos(lastAnswer - world.nanos()), machine, () -> {
                    if (over == connection) {
                        each.listener().accept(message);
                    }
                });
            }
        }
    }

    @Override
    public CompletionStage<byte @Nullable []> get(byte[] key) {
        return send(() -> server.redis.get(key));
    }

    @Override
    public CompletionStage<List<byte @Nullable []>> mget(List<byte[]> keys) {
        return send(() -> {
            List<byte @Nullable []> values = new ArrayList<>();
            keys.forEach(key -> values.add(server.redis.get(key)));
            return values;
        });
    }

    @Override
    public CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        return send(() -> server.redis.eval(script, keys, arguments));
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        return send(() -> server.take(machine, key, value, ttlMillis));
    }

    @Override
    public CompletionStage<Long> timeMicros() {
        return send(server::micros);
    }

    @Override
    public Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected) {
        Channel subscribed = new Channel(channel, listener, reconnected);
        channels.add(subscribed);
        return () -> channels.remove(subscribed);
    }

    @Override
    public void reconnect() {
        cut();
    }

    @Override
    public boolean isCluster() {
        return false;
    }

    @Override
    public void close() {
        server.links.remove(this);
    }
}
