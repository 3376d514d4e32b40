package io.dogpile.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time, chance, and what is to happen next. Events are carried out one after another, each at its time; which of several
 * at the same time comes first is left to chance, and chance to the seed.
 */
final class World {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final long seed;
    final SplittableRandom random;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Line> log = new ArrayList<>();
    private final Deque<Fiber> idle;
    private long now;
    private long count;
    private int lasting;
    private @Nullable Fiber running;

    private record Line(long at, String text) {}

    World(long seed, Deque<Fiber> idle) {
        this.idle = idle;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    long nanos() {
        return now;
    }

    Instant instant() {
        return START.plusNanos(now);
    }

    /** What is left to chance: from the first to the last, both included. */
    long between(long first, long last) {
        return first + (long) (random.nextDouble() * (last - first + 1));
    }

    Duration millis(long shortest, long longest) {
        return Duration.ofNanos(between(shortest * 1_000_000, longest * 1_000_000));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    void log(String line) {
        log.add(new Line(now, line));
    }

    List<String> log() {
        return log.stream()
                .map(line -> String.format("%,14.3f ms  %s", line.at / 1e6, line.text))
                .toList();
    }

    /** Something that is to happen in some time, on no thread of its own. */
    Event after(Duration delay, @Nullable Machine machine, Runnable task) {
        Event event = new Event(this, now + Math.max(0, delay.toNanos()), random.nextInt(), count++, machine, task);
        events.add(event);
        lasting++;
        return event;
    }

    /** Something for which nobody waits: the world ends without it. */
    Event idly(Duration delay, @Nullable Machine machine, Runnable task) {
        Event event = after(delay, machine, task);
        event.idle = true;
        lasting--;
        return event;
    }

    /** A task for a thread of its own, which may park. */
    Event start(Duration delay, @Nullable Machine machine, Runnable task) {
        return after(delay, machine, () -> resume(Fiber.idle(idle), machine, task));
    }

    private void resume(Fiber fiber, @Nullable Machine machine, @Nullable Runnable task) {
        running = fiber;
        try {
            if (task == null) {
                fiber.resume();
            } else {
                fiber.begin(machine, task);
            }
        } finally {
            running = null;
        }
    }

    /** Which fiber has the baton; null if no task may park now, as on the thread of an event loop. */
    @Nullable
    Fiber running() {
        return running;
    }

    /** Parks the running fiber until the answer is run, the first time that it is. */
    Parked park() {
        Fiber fiber = running;
        if (fiber == null) {
            throw new AssertionError("somebody waits on a thread that must not be kept");
        }
        return new Parked(fiber);
    }

    void cancelled(Event event) {
        if (events.remove(event) && !event.idle) {
            lasting--;
        }
    }

    /** What a machine had still to do will not be done. */
    void forget(Machine machine) {
        List.copyOf(events).stream().filter(event -> event.machine() == machine).forEach(this::cancelled);
    }

    /** Lets things happen until nothing is left to happen, or the condition holds. */
    void run(BooleanSupplier end) {
        while (lasting > 0 && !end.getAsBoolean()) {
            step();
        }
    }

    /** Lets things happen, also those for which nobody waits, until some time has passed. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        Event next;
        while ((next = events.peek()) != null && next.at() <= end) {
            step();
        }
        now = Math.max(now, end);
    }

    private void step() {
        Event event = events.remove();
        if (!event.idle) {
            lasting--;
        }
        Machine machine = event.machine();
        if (machine != null && machine.isDead()) {
            return;
        }
        if (machine != null && machine.pausedUntil() > event.at()) {
            Event later = event.at(machine.pausedUntil(), count++);
            events.add(later);
            if (!later.idle) {
                lasting++;
            }
            return;
        }
        now = Math.max(now, event.at());
        event.task().run();
    }

    /** A fiber that waits. */
    final class Parked {

        private final Fiber fiber;
        private boolean woken;

        private Parked(Fiber fiber) {
            this.fiber = fiber;
        }

        /** To be called by the fiber. */
        void untilWoken() {
            Machine machine = fiber.machine();
            if (machine != null) {
                machine.parked().add(this);
            }
            fiber.parked = this;
            fiber.park();
            fiber.parked = null;
            if (machine != null) {
                machine.parked().remove(this);
            }
        }

        void wake() {
            if (!woken) {
                woken = true;
                after(Duration.ZERO, fiber.machine(), () -> resume(fiber, null, null));
            }
        }

        /** Ends the fiber at once: its machine is dead, so that it finds no way to go on. */
        void kill() {
            woken = true;
            resume(fiber, null, null);
        }
    }
}
