package io.dogpile.redis;

import io.dogpile.backend.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one key that come while another is under way share the next one, so that a crowd that asks for one key sends
 * two commands instead of one each. Nobody gets the answer to a command that was sent before the caller came: it might
 * be older than a change that the caller knows of. Thread-safe.
 */
final class SharedReads {

    private final Function<byte[], CompletionStage<byte @Nullable []>> get;
    private final ConcurrentMap<Object, Round> rounds = new ConcurrentHashMap<>();

    /**
     * Reads with a command.
     *
     * @param get {@code GET}
     */
    SharedReads(Function<byte[], CompletionStage<byte @Nullable []>> get) {
        this.get = get;
    }

    /**
     * Reads a key.
     *
     * @param key the key, as the region knows it
     * @param name its name in Redis
     * @return the value, or null if there is none; who cancels it cancels no one else's
     */
    CompletionStage<byte @Nullable []> get(Object key, byte[] name) {
        Round mine = new Round(key, name);
        while (true) {
            Round running = rounds.putIfAbsent(key, mine);
            if (running == null) {
                return mine.send();
            }
            CompletionStage<byte @Nullable []> next = running.next();
            if (next != null) {
                return next;
            }
            rounds.remove(key, running);
        }
    }

    /** How many keys are being read. */
    int size() {
        return rounds.size();
    }

    /** Commands for one key, one after the other, while there are callers. */
    private final class Round implements BiConsumer<byte @Nullable [], @Nullable Throwable> {

        private final Object key;
        private final byte[] name;
        private boolean over;
        private @Nullable CompletableFuture<byte @Nullable []> next;

        Round(Object key, byte[] name) {
            this.key = key;
            this.name = name;
        }

        CompletionStage<byte @Nullable []> send() {
            CompletableFuture<byte @Nullable []> sent = Stages.call(() -> get.apply(name));
            sent.whenComplete(this);
            return sent;
        }

        /** Null if there will be none. */
        synchronized @Nullable CompletionStage<byte @Nullable []> next() {
            if (over) {
                return null;
            }
            if (next == null) {
                next = new CompletableFuture<>();
            }
            return next.copy();
        }

        @Override
        public void accept(byte @Nullable [] value, @Nullable Throwable failure) {
            CompletableFuture<byte @Nullable []> waiting;
            synchronized (this) {
                waiting = next;
                next = null;
                over = waiting == null;
            }
            if (waiting == null) {
                rounds.remove(key, this);
                return;
            }
            send().whenComplete((found, failed) -> {
                if (failed == null) {
                    waiting.complete(found);
                } else {
                    waiting.completeExceptionally(failed);
                }
            });
        }
    }
}
