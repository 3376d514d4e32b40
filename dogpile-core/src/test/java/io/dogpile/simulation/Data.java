package io.dogpile.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The database behind the cache, and what has been said to the cache about it. */
final class Data {

    /** A change that the cache has confirmed. Creations that other processes had under way may still be joined there. */
    private record Change(int version, Process by, boolean everywhere, Set<String> mayBeJoined) {}

    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, List<Change>> changes = new HashMap<>();
    private final Map<String, Integer> changed = new HashMap<>();
    private final Set<String> writing = new HashSet<>();

    int version(String key) {
        return versions.getOrDefault(key, 1);
    }

    /** Somebody writes. */
    int write(String key) {
        return versions.merge(key, 2, (old, two) -> old + 1);
    }

    /** One writer of a key at a time, as in a database. */
    boolean begin(String key) {
        return writing.add(key);
    }

    void end(String key) {
        writing.remove(key);
    }

    /** The server has carried out a change that tells of a version. */
    void carriedOut(String key, int version) {
        changed.merge(key, version, Math::max);
    }

    int carriedOut(String key) {
        return changed.getOrDefault(key, 0);
    }

    /** So far only the process itself knows of the change. */
    void confirmedHere(String key, int version, Process by) {
        changes.computeIfAbsent(key, any -> new ArrayList<>()).add(new Change(version, by, false, Set.of()));
    }

    boolean isBeingWritten(String key) {
        return writing.contains(key);
    }

    void confirmed(String key, int version, Process by, List<Process> all) {
        Set<String> joinable = new HashSet<>();
        for (Process process : all) {
            if (process != by && !process.machine.isDead()) {
                process.flight(key).ifPresent(flight -> joinable.add(process + " " + flight));
            }
        }
        changes.computeIfAbsent(key, any -> new ArrayList<>()).add(new Change(version, by, true, joinable));
    }

    /** What somebody who asks a process now must get at least. */
    int required(String key, Process asked) {
        Optional<String> flight = asked.flight(key).map(each -> asked + " " + each);
        return changes.getOrDefault(key, List.of()).stream()
                .filter(change -> change.everywhere() || change.by() == asked)
                .filter(change -> flight.isEmpty() || !change.mayBeJoined().contains(flight.get()))
                .mapToInt(Change::version)
                .max()
                .orElse(0);
    }
}
