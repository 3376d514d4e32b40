package io.dogpile.lock;

import io.dogpile.lock.Outcome.Abandoned;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Flights that wait for a thread to lead them. Each starts once: here, or in a caller who did not want to wait. */
final class QueuedFlights<V extends @Nullable Object> implements QueuedCreation {

    private final DogpileLock lock;
    private final List<Flight<V>> flights;
    private final Consumer<List<Flight<V>>> flying;

    QueuedFlights(DogpileLock lock, Collection<Flight<V>> flights, Consumer<List<Flight<V>>> flying) {
        this.lock = lock;
        this.flights = List.copyOf(flights);
        this.flying = flying;
    }

    @Override
    public void run() {
        List<Flight<V>> started = start();
        if (!started.isEmpty()) {
            flying.accept(started);
        }
    }

    @Override
    public CompletionStage<?> end() {
        return CompletableFuture.allOf(flights.stream().map(Flight::landed).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void abandon() {
        start().forEach(flight -> lock.land(flight, new Abandoned<>()));
    }

    private List<Flight<V>> start() {
        Thread leader = Thread.currentThread();
        return flights.stream().filter(flight -> flight.start(leader)).toList();
    }
}
