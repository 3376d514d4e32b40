package io.dogpile.region;

import io.dogpile.backend.BackendListener;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.lock.FlightListener;
import io.dogpile.lock.StaleReason;
import io.dogpile.region.KeyEvent.Change;
import io.dogpile.region.KeyEvent.Creation.Ending;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on what happens in a region to its listeners, and logs what nobody else would hear of. */
final class Events implements FlightListener, BackendListener {

    private static final Logger LOG = System.getLogger("io.dogpile.region");

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final String region;
    private final List<RegionListener> listeners;
    /** One bit for each kind of access whose last attempt failed. */
    private final AtomicInteger failing = new AtomicInteger();

    private final AtomicBoolean servingOnError = new AtomicBoolean();

    private final AtomicLong nextTooLarge = new AtomicLong(System.nanoTime());
    private final AtomicLong nextRejected = new AtomicLong(System.nanoTime());

    final Counts counts;

    /** What happened to keys last; null unless the region is to explain. */
    final @Nullable KeyHistories histories;

    private final CreationInterceptor interceptor;

    Events(String region, RegionConfig config) {
        this.region = region;
        this.counts = new Counts(config.recordStats);
        this.listeners = new ArrayList<>(List.of(counts));
        this.histories = config.explainedKeys == 0 ? null : new KeyHistories(config.explainedKeys, config.clock);
        if (histories != null) {
            listeners.add(histories);
        }
        this.listeners.addAll(config.listeners);
        this.interceptor = config.interceptor();
    }

    /** Calls a creator, inside the interceptors. */
    <V extends @Nullable Object> V call(Object key, Callable<? extends V> creator) throws Exception {
        return interceptor.intercept(region, key, creator);
    }

    /** The same for a creator that answers later. */
    <V extends @Nullable Object> CompletionStage<? extends V> callAsync(
            Object key, Callable<? extends CompletionStage<? extends V>> creator) throws Exception {
        return interceptor.interceptAsync(region, key, creator);
    }

    void onCreated(Object key, Duration took) {
        tell(listener -> listener.onCreated(region, key, took));
    }

    void onCreationFailed(Object key, Duration took, Throwable error) {
        tell(listener -> listener.onCreationFailed(region, key, took, error));
    }

    void onSuperseded(Object key) {
        tell(listener -> listener.onSuperseded(region, key));
    }

    void onOutdated(Object key) {
        tell(listener -> listener.onOutdated(region, key));
    }

    /** Logged once when trouble begins; {@link #onBackendAnswered} logs its end. */
    void onBackendError(Store.Access access, String operation, Throwable error) {
        if (failing.getAndUpdate(bits -> bits | bit(access)) == 0) {
            LOG.log(Level.WARNING, () -> "Region '" + region + "': the backend fails, going on without it", error);
        }
        tell(listener -> listener.onBackendError(region, operation, error));
    }

    /** The trouble is over when the last kind of access that failed works: a read says nothing about stores. */
    void onBackendAnswered(Store.Access access) {
        int bit = bit(access);
        if ((failing.getPlain() & bit) != 0 && failing.getAndUpdate(bits -> bits & ~bit) == bit) {
            LOG.log(Level.INFO, () -> "Region '" + region + "': the backend works again");
        }
    }

    @Override
    public void onJoined(Object key, Duration waited) {
        tell(listener -> listener.onJoined(region, key, waited));
    }

    @Override
    public void onWaitTimeout(Object key, Duration waited) {
        tell(listener -> listener.onWaitTimeout(region, key, waited));
    }

    @Override
    public void onLoadAvoided(Object key) {
        tell(listener -> listener.onLoadAvoided(region, key));
    }

    @Override
    public void onFirstLook(int fresh, int others) {
        counts.looked(fresh, others);
    }

    @Override
    public void onStaleServed(Object key, StaleReason why) {
        tell(listener -> listener.onStaleServed(region, key, why));
    }

    @Override
    public void onFailureServed(Object key) {
        tell(listener -> listener.onFailureServed(region, key));
    }

    @Override
    public void onCreatorTimeout(Object key, Duration limit) {
        tell(listener -> listener.onCreatorTimeout(region, key, limit));
    }

    @Override
    public void onNoTurn(Object key, Duration waited) {
        tell(listener -> listener.onNoTurn(region, key, waited));
    }

    /** Logged when the region's creators begin to fail; {@link #onRecovered} logs that they no longer do. */
    void onServedOnError(Object key, Throwable failure, int failures) {
        if (failures == 1 && !servingOnError.getAndSet(true)) {
            LOG.log(
                    Level.WARNING,
                    () -> "Region '" + region + "': creating key '" + key + "' fails, serving previous values instead",
                    failure);
        }
        onStaleServed(key, StaleReason.FAILED);
    }

    void onRecovered(Object key, int failures) {
        if (servingOnError.getAndSet(false)) {
            LOG.log(
                    Level.INFO,
                    () -> "Region '" + region + "': creating key '" + key + "' works again, after " + failures
                            + " failures");
        }
    }

    @Override
    public void onLostLock(Object key) {
        LOG.log(Level.WARNING, () -> "Region '" + region + "': the lock of key '" + key + "' was lost");
        tell(listener -> listener.onLostLock(region, key));
    }

    /** While there is too much to do it happens to every caller; the log hears of it once a minute at most. */
    @Override
    public void onBackgroundRejected(Object key, RejectedExecutionException reason) {
        if (isDue(nextRejected)) {
            LOG.log(
                    Level.WARNING,
                    () -> "Region '" + region + "': no room to create key '" + key
                            + "' in the background, its stale value stays: " + reason.getMessage());
        }
        tell(listener -> listener.onBackgroundRejected(region, key, reason));
    }

    @Override
    public void onBackgroundFailure(Object key, Throwable error) {
        LOG.log(Level.WARNING, () -> "Region '" + region + "': creating key '" + key + "' in the background", error);
        tell(listener -> listener.onBackgroundFailure(region, key, error));
    }

    @Override
    public void onUnreadable(Object key, Throwable cause) {
        LOG.log(Level.DEBUG, () -> "Region '" + region + "': the entry of key '" + key + "' is unreadable", cause);
        tell(listener -> listener.onUnreadable(region, key, cause));
    }

    /** Such a value is made again and again; the log hears of it once a minute at most. */
    @Override
    public void onTooLarge(Object key, long bytes) {
        if (isDue(nextTooLarge)) {
            LOG.log(
                    Level.WARNING,
                    () -> "Region '" + region + "': the value of key '" + key + "' has " + bytes
                            + " bytes, more than its maximum-value-size, and is not stored");
        }
        tell(listener -> listener.onTooLarge(region, key, bytes));
    }

    @Override
    public void onEvicted(Object key, boolean useless) {
        if (histories != null) {
            histories.onEvicted(key, useless);
        }
    }

    /** A key was set or deleted. */
    void onChange(Object key, Change change) {
        if (histories != null) {
            histories.onChange(key, change);
        }
    }

    void onChange(Collection<?> keys, Change change) {
        if (histories != null) {
            keys.forEach(key -> histories.onChange(key, change));
        }
    }

    void onWatched(Object key, boolean stored) {
        if (histories != null) {
            histories.onWatched(key, stored);
        }
    }

    void onInvalidated(boolean hard, RegionInvalidationStrategy invalidation) {
        if (histories != null) {
            histories.onInvalidated(hard, invalidation);
        }
    }

    /** What became of a value that was created, if nothing else tells it. */
    void onEnding(Object key, Ending ending) {
        if (histories != null) {
            histories.onEnding(key, ending);
        }
    }

    @Override
    public String history(Object key) {
        return histories == null ? "" : histories.message(key);
    }

    private static boolean isDue(AtomicLong nextTime) {
        long now = System.nanoTime();
        long next = nextTime.get();
        return now - next >= 0 && nextTime.compareAndSet(next, now + MINUTE);
    }

    private static int bit(Store.Access access) {
        return 1 << access.ordinal();
    }

    /** A listener that throws, which it must not, would leave a creation half done. */
    private void tell(Consumer<RegionListener> event) {
        for (int i = 0; i < listeners.size(); i++) {
            try {
                event.accept(listeners.get(i));
            } catch (RuntimeException breach) {
                LOG.log(Level.WARNING, () -> "Region '" + region + "': a listener failed", breach);
            }
        }
    }
}
