package io.dogpile.spring.redis;

import io.dogpile.redis.RedisCommands;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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

    private final RedisConnectionFactory factory;
    private final Executor executor;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Object adjusting = new Object();
    private @Nullable Thread thread;
    private @Nullable RedisConnection connection;

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

    private byte[][] channels() {
        return listeners.stream().map(Listener::channel).toArray(byte[][]::new);
    }

    private void run() {
        while (!ended()) {
            try (RedisConnection opened = factory.getConnection()) {
                synchronized (this) {
                    connection = opened;
                }
                byte[][] channels = channels();
                if (channels.length > 0) {
                    opened.subscribe(new Dispatcher(), channels);
                    awaitEndOf(opened);
                }
            } catch (RuntimeException failure) {
                LOG.log(Level.DEBUG, "listening to Redis failed, will be tried again", failure);
            } catch (InterruptedException closed) {
                LOG.log(Level.DEBUG, "listening to Redis has ended");
            }
            synchronized (this) {
                connection = null;
            }
            pause();
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
        } catch (InterruptedException closed) {
            LOG.log(Level.DEBUG, "listening to Redis has ended");
        }
    }

    private void adjustLater() {
        try {
            executor.execute(this::adjust);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "listening to Redis has ended");
        }
    }

    /** Makes the live subscription, if any, one to the channels that are listened to now. */
    private void adjust() {
        RedisConnection open;
        synchronized (this) {
            open = connection;
        }
        synchronized (adjusting) {
            try {
                Subscription subscription = open == null ? null : open.getSubscription();
                if (subscription != null && subscription.isAlive()) {
                    adjust(subscription);
                }
            } catch (RuntimeException failure) {
                LOG.log(Level.DEBUG, "changing what is listened to failed", failure);
            }
        }
    }

    private void adjust(Subscription subscription) {
        Collection<byte[]> present = subscription.getChannels();
        for (byte[] channel : channels()) {
            if (present.stream().noneMatch(each -> Arrays.equals(each, channel))) {
                subscription.subscribe(channel);
            }
        }
        for (byte[] channel : present) {
            if (on(channel).length == 0) {
                subscription.unsubscribe(channel);
            }
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

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            for (Listener listener : on(message.getChannel())) {
                listener.messages().accept(message.getBody());
            }
        }

        /** A listener may have come while the subscription was being made. */
        @Override
        public void onChannelSubscribed(byte[] channel, long count) {
            for (Listener listener : on(channel)) {
                listener.reconnected().run();
            }
            adjustLater();
        }
    }
}
