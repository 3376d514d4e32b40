package io.dogpile.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The few commands of Redis that the backend needs, asynchronous at heart. Thread-safe. Commands that are sent one
 * after another without waiting are to be pipelined. An implementation need not enforce a time limit; the backend
 * does.
 */
public interface RedisCommands extends AutoCloseable {

    /**
     * {@code GET}.
     *
     * @param key the key
     * @return the value, or null if there is none
     */
    CompletionStage<byte @Nullable []> get(byte[] key);

    /**
     * {@code MGET}, in a cluster one per slot.
     *
     * @param keys the keys
     * @return the values in the order of the keys, null where there is none
     */
    CompletionStage<List<byte @Nullable []>> mget(List<byte[]> keys);

    /**
     * Runs a script that answers a number: {@code EVALSHA}, and {@code EVAL} if the server does not know it yet.
     *
     * @param script the script
     * @param keys its keys, all in one slot
     * @param arguments its arguments
     * @return what it answers
     */
    CompletionStage<Long> eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments);

    /**
     * {@code SET key value NX PX ttl}.
     *
     * @param key the key
     * @param value the value
     * @param ttlMillis its time to live in milliseconds
     * @return true if the key was free
     */
    CompletionStage<Boolean> setIfAbsent(byte[] key, byte[] value, long ttlMillis);

    /**
     * {@code TIME}.
     *
     * @return the server's clock in microseconds since the epoch
     */
    CompletionStage<Long> timeMicros();

    /**
     * Subscribes to a channel until the answer is closed; subscribes again by itself after a lost connection.
     *
     * @param channel the channel
     * @param listener gets every message; must not block
     * @param reconnected is run after messages may have been missed; must not block
     * @return ends the subscription
     */
    Subscription subscribe(byte[] channel, Consumer<byte[]> listener, Runnable reconnected);

    /**
     * Gives up connections on which the server keeps silent, so that the next command opens new ones, perhaps to
     * another server: one whose machine is gone never closes its connections. Does not wait.
     */
    void reconnect();

    /**
     * Whether keys are spread over the slots of a cluster.
     *
     * @return true in a cluster
     */
    boolean isCluster();

    /** A subscription to a channel. */
    interface Subscription extends AutoCloseable {

        /** Ends it. */
        @Override
        void close();
    }

    /** Closes what the implementation opened itself. A connection that it was handed stays open. */
    @Override
    void close();
}
