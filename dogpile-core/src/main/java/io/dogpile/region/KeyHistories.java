package io.dogpile.region;

import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.lock.StaleReason;
import io.dogpile.region.KeyEvent.Change;
import io.dogpile.region.KeyEvent.Creation;
import io.dogpile.region.KeyEvent.Creation.Ending;
import io.dogpile.region.KeyEvent.Creation.Mode;
import io.dogpile.region.KeyEvent.Creation.Reason;
import io.dogpile.region.KeyEvent.StaleServed;
import io.dogpile.region.KeyEvent.Trouble;
import io.dogpile.region.KeyEvent.Waited;
import io.dogpile.region.KeyEvent.Waited.For;
import io.dogpile.region.KeyEvent.What;
import io.dogpile.region.KeyRing.Noted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened last to the keys to which something happened last. A region has one only if it is to explain. There is
 * one lock for all keys, held for a few comparisons; hits don't come here.
 */
final class KeyHistories implements RegionListener {

    private static final int LONGEST_MESSAGE = 200;

    private static final int EVENTS_IN_MESSAGES = 5;

    private final Map<Object, KeyRing> rings;

    /** What happened to all keys at once, the last of each kind. */
    private final Map<Object, Noted> regional = new LinkedHashMap<>();

    private InstantSource clock;
    private long number;
    private long heardHard = RegionInvalidationStrategy.NEVER;
    private long heardSoft = RegionInvalidationStrategy.NEVER;

    /** Why a look was not enough, and for whom it was done. */
    record Found(Reason reason, Mode mode) {

        static final Found UNKNOWN = new Found(Reason.UNKNOWN, Mode.CALLER);
    }

    KeyHistories(int maximumKeys, InstantSource clock) {
        this.clock = clock;
        this.rings = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, KeyRing> eldest) {
                return size() > maximumKeys;
            }
        };
    }

    /** The region's clock, which may be its backend's. */
    synchronized void use(InstantSource regional) {
        clock = regional;
    }

    synchronized int size() {
        return rings.size();
    }

    synchronized void onFound(Object key, Reason reason, Mode mode) {
        rings.computeIfAbsent(key, any -> new KeyRing()).find(new Found(reason, mode));
    }

    /** A creation of this thread came to its end, unless that was told before. */
    synchronized boolean onEnding(Object key, Ending ending) {
        KeyRing ring = rings.get(key);
        return ring != null && ring.end(Thread.currentThread().getName(), ending);
    }

    void onChange(Object key, Change change) {
        note(key, change, Duration.ZERO);
    }

    /** Of a key that is remembered; else a full memory would tell of nothing but what makes room in it. */
    synchronized void onEvicted(Object key, boolean useless) {
        if (rings.containsKey(key)) {
            note(key, useless ? Change.DROPPED : Change.EVICTED, Duration.ZERO);
        }
    }

    /** Its cut-off is remembered, to tell invalidations of this process from those of others. */
    synchronized void onInvalidated(boolean hard, RegionInvalidationStrategy invalidation) {
        if (hard) {
            heardHard = invalidation.hardCutoff();
        } else {
            heardSoft = invalidation.softCutoff();
        }
        noteRegional(hard ? Change.INVALIDATED : Change.SOFTLY_INVALIDATED);
    }

    /** What was made outside of the region, under a watch, was to be stored. */
    void onWatched(Object key, boolean stored) {
        note(key, stored ? Change.SET : new Trouble(Trouble.Kind.SUPERSEDED, null), Duration.ZERO);
    }

    void onLockAwaited(Object key, Duration waited, boolean inVain) {
        note(key, new Waited(For.LOCK, inVain), waited);
    }

    @Override
    public void onCreated(String region, Object key, Duration took) {
        SeveralKeys.each(key, one -> noteCreation(one, Ending.RETURNED, null, took));
    }

    @Override
    public void onCreationFailed(String region, Object key, Duration took, Throwable error) {
        SeveralKeys.each(key, one -> noteCreation(one, Ending.FAILED, text(error), took));
    }

    @Override
    public void onSuperseded(String region, Object key) {
        onEnding(key, Ending.SUPERSEDED);
    }

    @Override
    public void onOutdated(String region, Object key) {
        if (!onEnding(key, Ending.OUTDATED)) {
            note(key, new Trouble(Trouble.Kind.OUTDATED, null), Duration.ZERO);
        }
    }

    @Override
    public void onJoined(String region, Object key, Duration waited) {
        note(key, new Waited(For.CREATION, false), waited);
    }

    @Override
    public void onWaitTimeout(String region, Object key, Duration waited) {
        note(key, new Waited(For.CREATION, true), waited);
    }

    @Override
    public void onStaleServed(String region, Object key, StaleReason why) {
        note(key, new StaleServed(why), Duration.ZERO);
    }

    @Override
    public void onCreatorTimeout(String region, Object key, Duration limit) {
        note(key, new Trouble(Trouble.Kind.CREATOR_TIMEOUT, null), limit);
    }

    @Override
    public void onNoTurn(String region, Object key, Duration waited) {
        note(key, new Waited(For.TURN, true), waited);
    }

    @Override
    public void onLostLock(String region, Object key) {
        note(key, new Trouble(Trouble.Kind.LOST_LOCK, null), Duration.ZERO);
    }

    @Override
    public void onBackgroundRejected(String region, Object key, RejectedExecutionException reason) {
        note(key, new Trouble(Trouble.Kind.REJECTED, text(reason)), Duration.ZERO);
    }

    /** If its creator threw, that is known already. */
    @Override
    public synchronized void onBackgroundFailure(String region, Object key, Throwable error) {
        KeyRing ring = rings.get(key);
        boolean known = ring != null && (ring.hasFailure(text(error)) || ring.hasFailure(text(error.getCause())));
        if (!known) {
            note(key, new Trouble(Trouble.Kind.BACKGROUND_FAILURE, text(error)), Duration.ZERO);
        }
    }

    @Override
    public void onUnreadable(String region, Object key, Throwable cause) {
        note(key, new Trouble(Trouble.Kind.UNREADABLE, text(cause)), Duration.ZERO);
    }

    @Override
    public void onTooLarge(String region, Object key, long bytes) {
        if (!onEnding(key, Ending.TOO_LARGE)) {
            note(key, new Trouble(Trouble.Kind.TOO_LARGE, null), Duration.ZERO);
        }
    }

    @Override
    public synchronized void onBackendError(String region, String operation, Throwable error) {
        noteRegional(new Trouble(Trouble.Kind.BACKEND_ERROR, operation + ", " + text(error)));
    }

    /** The newest first. */
    synchronized List<KeyEvent> of(Object key, RegionInvalidationStrategy invalidation) {
        List<Noted> all = new ArrayList<>(regional.values());
        KeyRing ring = rings.get(key);
        if (ring != null) {
            all.addAll(ring.events());
        }
        all.sort(Comparator.comparingLong(Noted::number).reversed());
        List<KeyEvent> events = new ArrayList<>(all.stream().map(Noted::event).toList());
        addElsewhere(events, Change.INVALIDATED, invalidation.hardCutoff(), heardHard);
        addElsewhere(events, Change.SOFTLY_INVALIDATED, invalidation.softCutoff(), heardSoft);
        return events;
    }

    /** An invalidation that this process did not make. */
    private static void addElsewhere(List<KeyEvent> events, Change change, long cutoff, long heard) {
        if (cutoff > heard) {
            Instant at = Instant.EPOCH.plus(cutoff, ChronoUnit.MICROS);
            int place = 0;
            while (place < events.size() && events.get(place).last().isAfter(at)) {
                place++;
            }
            events.add(place, new KeyEvent(change, null, at, at, 1, Duration.ZERO));
        }
    }

    /** The last events of a key, for the message of an exception; empty if there are none. */
    synchronized String message(Object key) {
        KeyRing ring = rings.get(key);
        if (ring == null || ring.events().isEmpty()) {
            return "";
        }
        List<Noted> events = ring.events();
        List<Noted> last =
                new ArrayList<>(events.subList(Math.max(0, events.size() - EVENTS_IN_MESSAGES), events.size()));
        Collections.reverse(last);
        return last.stream()
                .map(noted -> noted.event().toString())
                .collect(Collectors.joining("; ", " What happened to the key, the last first: ", "."));
    }

    private synchronized void noteCreation(Object key, Ending ending, @Nullable String failure, Duration took) {
        KeyRing ring = rings.get(key);
        Found found = ring == null || ring.found() == null ? Found.UNKNOWN : ring.found();
        note(key, new Creation(found.reason(), found.mode(), ending, failure), took);
    }

    private synchronized void note(Object key, What what, Duration took) {
        rings.computeIfAbsent(key, any -> new KeyRing()).add(++number, event(what, took));
    }

    /** What of an exception's text changes is not kept apart: there is one of each kind, however it fails. */
    private void noteRegional(What what) {
        Object kind = what instanceof Trouble trouble ? trouble.kind() : what;
        KeyEvent event = event(what, Duration.ZERO);
        Noted earlier = regional.get(kind);
        regional.put(
                kind,
                new Noted(++number, earlier == null ? event : earlier.event().and(event)));
    }

    private KeyEvent event(What what, Duration took) {
        Instant now = clock.instant();
        return new KeyEvent(what, Thread.currentThread().getName(), now, now, 1, took);
    }

    private static String text(@Nullable Throwable error) {
        if (error == null) {
            return "";
        }
        String message = error.getMessage();
        String type = error.getClass().getName();
        if (message == null) {
            return type;
        }
        return type + ": "
                + (message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…");
    }
}
