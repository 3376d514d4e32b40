package io.dogpile.region;

import java.lang.Thread.State;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The system's time as one thread reads it for all others, at most a tick late while that thread gets its turn. Asking
 * the system costs a third of a hit in memory. The thread ends when nobody has asked for a while, and the next one to
 * ask starts another. cache2k goes further and lets entries live up to a second longer for the same reason.
 */
final class CoarseClock implements InstantSource {

    static final long TICK_MILLIS = 10;

    static final int TICKS_WITHOUT_QUESTIONS = 100;
    private static final long STOPPED = Long.MIN_VALUE;
    private static final CoarseClock SYSTEM = new CoarseClock(Clock.systemUTC());

    private final InstantSource exact;
    private volatile long millis = STOPPED;
    /** Not volatile: a question that goes unseen only ends the thread a little early. */
    private boolean asked;

    private int quietTicks;

    private @Nullable Thread ticker;

    CoarseClock(InstantSource exact) {
        this.exact = exact;
    }

    /** A clock that is not the system's is a test's or a store's, and is asked itself. */
    static InstantSource of(InstantSource clock) {
        return clock.equals(Clock.systemUTC()) || clock.equals(InstantSource.system()) ? SYSTEM : clock;
    }

    @Override
    public long millis() {
        if (!asked) {
            asked = true;
        }
        long now = millis;
        return now == STOPPED ? start() : now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    synchronized @Nullable Thread ticker() {
        return ticker;
    }

    private synchronized long start() {
        if (ticker == null || ticker.getState() == State.TERMINATED) {
            Thread starting = DetachedThreads.create("dogpile-clock", this::run);
            ticker = starting;
            starting.start();
        }
        return exact.millis();
    }

    private void run() {
        try {
            while (tick()) {
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            millis = STOPPED;
        }
    }

    /** False if it is not worth going on. */
    boolean tick() {
        millis = exact.millis();
        quietTicks = asked ? 0 : quietTicks + 1;
        asked = false;
        return quietTicks < TICKS_WITHOUT_QUESTIONS;
    }
}
