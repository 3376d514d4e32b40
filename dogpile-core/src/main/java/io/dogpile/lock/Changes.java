package io.dogpile.lock;

import io.dogpile.backend.KeyFence;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** What keeps values from being stored: writes that outdate them, and fences. Nothing is kept per key when all is done. */
final class Changes {

    private final Map<Object, Flight<?>> flights;

    /** How many writers are at each key, while there are any. */
    private final ConcurrentMap<Object, Integer> changing = new ConcurrentHashMap<>();

    /** How many fences stand around each key, while there are any. */
    private final ConcurrentMap<Object, Integer> fenced = new ConcurrentHashMap<>();

    /** What is being made for keys outside of flights, as flights that nobody can board. */
    private final ConcurrentMap<Object, Set<Flight<?>>> watched = new ConcurrentHashMap<>();

    Changes(Map<Object, Flight<?>> flights) {
        this.flights = flights;
    }

    boolean make(Collection<?> keys, BooleanSupplier write) {
        count(changing, keys);
        try {
            keys.forEach(this::supersede);
            return write.getAsBoolean();
        } finally {
            discount(changing, keys);
        }
    }

    private void supersede(Object key) {
        Flight<?> flight = flights.get(key);
        if (flight != null) {
            flight.supersede();
        }
        watched.getOrDefault(key, Set.of()).forEach(Flight::supersede);
    }

    void supersedeAll() {
        flights.values().forEach(Flight::supersede);
        watched.values().forEach(each -> each.forEach(Flight::supersede));
    }

    /** Supersedes a flight that begins while somebody writes. To be called when it can be found. */
    void outdate(Flight<?> flight) {
        if (changing.containsKey(flight.key)) {
            flight.supersede();
        }
    }

    KeyFence fence(Collection<?> keys) {
        List<Object> some = List.copyOf(keys);
        count(fenced, some);
        for (Object key : some) {
            Flight<?> flight = flights.get(key);
            if (flight != null) {
                flight.awaitStore();
            }
        }
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                discount(fenced, some);
            }
        };
    }

    boolean isFenced(Object key) {
        return fenced.containsKey(key);
    }

    Watch watch(Flight<?> flight) {
        watched.merge(flight.key, Set.of(flight), (present, one) -> {
            Set<Flight<?>> more = new LinkedHashSet<>(present);
            more.addAll(one);
            return more;
        });
        outdate(flight);
        return new Watch(this, flight);
    }

    void forget(Flight<?> flight) {
        watched.computeIfPresent(flight.key, (key, present) -> {
            Set<Flight<?>> fewer = new LinkedHashSet<>(present);
            fewer.remove(flight);
            return fewer.isEmpty() ? null : fewer;
        });
    }

    private static void count(ConcurrentMap<Object, Integer> counts, Collection<?> keys) {
        keys.forEach(key -> counts.merge(key, 1, Integer::sum));
    }

    private static void discount(ConcurrentMap<Object, Integer> counts, Collection<?> keys) {
        keys.forEach(key -> counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1));
    }
}
