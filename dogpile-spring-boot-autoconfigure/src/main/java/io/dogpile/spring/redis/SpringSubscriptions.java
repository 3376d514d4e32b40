package io.dogpile.spring.redis;

import io.dogpile.redis.RedisCommands;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.Subscription;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Subscriptions over one connection, which a thread keeps open as long as there are any. With some clients subscribing
 * blocks until the subscription ends, with others it returns at once and the client itself reconnects.
 */
final class SpringSubscriptions implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.dogpile.redis");

    private static final long PAUSE_MILLIS = 500;

    private record Listener(byte[] channel, Consumer<byte[]> messages, Runnable reconnected) {

        boolean isOn(byte[] other) {
            return Arrays.equals(channel, other);
        }
    }

    /** What one connection is subscribed to. It is never changed, only ended. */
    private static final class Live {

        private final RedisConnection connection;
        private final Set<ByteBuffer> channels;
        private volatile boolean confirmed;
        private boolean ended;

        Live(RedisConnection connection, Set<ByteBuffer> channels) {
            this.connection = connection;
            this.channels = channels;
        }
    }

    private final RedisConnectionFactory factory;
    private final Executor executor;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;
    private @Nullable Live live;

    SpringSubscriptions(RedisConnectionFactory factory, Executor executor) {
        this.factory = factory;
        this.executor = executor;
    }

    synchronized RedisCommands.Subscription subscribe(byte[] channel, Consumer<byte[]> messages, Runnable reconnected) {
        Listener listener = new Listener(channel, messages, reconnected);
        listeners.add(listener);
        if (thread == null) {
            Thread started = new Thread(this::run, "dogpile-redis-messages");
            started.setDaemon(true);
            started.start();
            thread = started;
        } else {
            adjustLater();
        }
        return () -> end(listener);
    }

    private void end(Listener listener) {
        synchronized (this) {
            listeners.remove(listener);
            notifyAll();
        }
        adjustLater();
    }

    private Set<ByteBuffer> channels() {
        Set<ByteBuffer> channels = new HashSet<>();
        listeners.forEach(listener -> channels.add(ByteBuffer.wrap(listener.channel())));
        return channels;
    }

    private void run() {
        while (!ended()) {
            boolean again = false;
            try (RedisConnection opened = factory.getConnection()) {
                again = listen(opened);
            } catch (RuntimeException failure) {
                LOG.log(Level.DEBUG, "listening to Redis failed, will be tried again", failure);
            } catch (InterruptedException unexpected) {
                LOG.log(Level.DEBUG, "listening to Redis was interrupted, will be tried again");
            }
            if (!again) {
                pause();
            }
        }
    }

    /** Returns true if the subscription was ended in order to make another. */
    private boolean listen(RedisConnection opened) throws InterruptedException {
        Live mine = new Live(opened, channels());
        synchronized (this) {
            live = mine;
        }
        try {
            if (!mine.channels.isEmpty()) {
                byte[][] channels =
                        mine.channels.stream().map(ByteBuffer::array).toArray(byte[][]::new);
                opened.subscribe(new Dispatcher(mine), channels);
                awaitEndOf(opened);
            }
            synchronized (this) {
                return mine.ended;
            }
        } finally {
            synchronized (this) {
                live = null;
            }
        }
    }

    private synchronized boolean ended() {
        if (listeners.isEmpty()) {
            thread = null;
            return true;
        }
        return false;
    }

    private synchronized void awaitEndOf(RedisConnection opened) throws InterruptedException {
        while (!listeners.isEmpty() && opened.isSubscribed() && !opened.isClosed()) {
            wait(PAUSE_MILLIS);
        }
    }

    private synchronized void pause() {
        try {
            if (!listeners.isEmpty()) {
                wait(PAUSE_MILLIS);
            }
        } catch (InterruptedException unexpected) {
            LOG.log(Level.DEBUG, "listening to Redis was interrupted, will be tried again");
        }
    }

    private void adjustLater() {
        try {
            executor.execute(this::adjust);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "listening to Redis has ended");
        }
    }

    /**
     * Ends a subscription that is not to the channels that are listened to now. Neither before the server has
     * confirmed it nor twice: what a command too many is answered would be left in the connection for its next user.
     */
    private void adjust() {
        Live old;
        synchronized (this) {
            old = live;
            if (old == null || !old.confirmed || old.ended || old.channels.equals(channels())) {
                return;
            }
            old.ended = true;
        }
        try {
            Subscription subscription = old.connection.getSubscription();
            if (subscription != null) {
                subscription.unsubscribe();
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.DEBUG, "ending a subscription failed", failure);
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /** Takes no lock: an event loop may ask, which the holder of the lock waits for. */
    private Listener[] on(byte[] channel) {
        return listeners.stream().filter(each -> each.isOn(channel)).toArray(Listener[]::new);
    }

    @Override
    public void close() {
        synchronized (this) {
            listeners.clear();
            notifyAll();
        }
        adjust();
    }

    private final class Dispatcher implements MessageListener, SubscriptionListener {

        private final Live subscription;
        private final Thread subscriber = Thread.currentThread();

        Dispatcher(Live subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            for (Listener listener : on(message.getChannel())) {
                listener.messages().accept(message.getBody());
            }
        }

        /** Listeners may have come and gone while the subscription was being made. No event loop may end it. */
        @Override
        public void onChannelSubscribed(byte[] channel, long count) {
            subscription.confirmed = true;
            for (Listener listener : on(channel)) {
                listener.reconnected().run();
            }
            if (Thread.currentThread() == subscriber) {
                adjust();
            } else {
                adjustLater();
            }
        }
    }
}
