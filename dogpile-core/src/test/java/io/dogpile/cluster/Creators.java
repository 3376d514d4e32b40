package io.dogpile.cluster;

import io.dogpile.testing.Gate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a worker's creators do: note that they begin, work, and make {@code key#n} of the n-th call. Work is {@code
 * none}, {@code fail}, a duration, or the name of a gate at which it stops: one that begins with {@code deaf} it does not
 * leave when it is interrupted, and past one that begins with {@code fail} it fails.
 */
final class Creators {

    private final CreatorLog log;
    private final String prefix;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    Creators(CreatorLog log, String prefix) {
        this.log = log;
        this.prefix = prefix;
    }

    String create(String key, String work) throws InterruptedException {
        return createAll(List.of(key), work).get(key);
    }

    Map<String, String> createAll(List<String> keys, String work) throws InterruptedException {
        running.add(Thread.currentThread());
        try {
            Map<String, String> values = new LinkedHashMap<>();
            keys.forEach(key -> values.put(key, key + "#" + log.begin(prefix + key)));
            work(work);
            return values;
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    private void work(String work) throws InterruptedException {
        if (work.startsWith("PT")) {
            Thread.sleep(Duration.parse(work).toMillis());
        } else if (work.startsWith("deaf")) {
            passWithoutHearing(gate(work));
        } else if (!work.equals("none") && !work.equals("fail")) {
            gate(work).pass();
        }
        if (work.startsWith("fail")) {
            throw new IllegalStateException("the creator fails");
        }
    }

    private static void passWithoutHearing(Gate gate) {
        while (true) {
            try {
                gate.pass();
                return;
            } catch (InterruptedException unheard) { // that is what it is there for
            }
        }
    }

    boolean isCreating(Thread thread) {
        return running.contains(thread);
    }

    private Gate gate(String name) {
        return gates.computeIfAbsent(name, any -> new Gate());
    }

    void open(String gate) {
        gate(gate).open();
    }

    void openAll() {
        gates.values().forEach(Gate::open);
    }
}
