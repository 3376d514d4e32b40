package io.dogpile.simulation;

import org.jspecify.annotations.Nullable;

/** Something that is to happen. */
final class Event implements Comparable<Event> {

    private final World world;
    private final long at;
    private final int tie;
    private final long number;
    private final @Nullable Machine machine;
    private final Runnable task;
    private Event current = this;

    /** Whether nobody waits for it. */
    boolean idle;

    Event(World world, long at, int tie, long number, @Nullable Machine machine, Runnable task) {
        this.world = world;
        this.at = at;
        this.tie = tie;
        this.number = number;
        this.machine = machine;
        this.task = task;
    }

    long at() {
        return at;
    }

    @Nullable
    Machine machine() {
        return machine;
    }

    Runnable task() {
        return task;
    }

    /** The same, later. */
    Event at(long later, long newNumber) {
        Event put = new Event(world, later, tie, newNumber, machine, task);
        put.idle = idle;
        current = put;
        return put;
    }

    void cancel() {
        Event latest = this;
        while (latest.current != latest) {
            latest = latest.current;
        }
        world.cancelled(latest);
    }

    @Override
    public int compareTo(Event other) {
        int byTime = Long.compare(at, other.at);
        int byTie = Integer.compare(tie, other.tie);
        return byTime != 0 ? byTime : byTie != 0 ? byTie : Long.compare(number, other.number);
    }
}
