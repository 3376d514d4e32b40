package io.dogpile.simulation;

import io.dogpile.backend.CachedValue;
import io.dogpile.lock.CreationInterruptedException;
import io.dogpile.lock.CreationRejectedException;
import io.dogpile.lock.CreationTimeoutException;
import io.dogpile.lock.CreatorTimeoutException;
import io.dogpile.redis.RedisTwin;
import io.dogpile.redis.SimulatedBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Knows the promises, sees everything, and says what was broken. Past 300 lines, because all promises speak of the same
 * few facts.
 */
final class Oracle implements RedisTwin.Observer {

    /** What calls may take beside waiting for creations, where nothing is slow. */
    private static final long SOON = Duration.ofSeconds(2).toNanos();

    private final World world;
    private final Settings settings;
    final Data data;
    final List<Process> processes = new ArrayList<>();
    final List<String> violations = new ArrayList<>();

    private Server server;
    private final Map<Integer, Creation> creations = new HashMap<>();
    private final Set<Creation> running = new HashSet<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Long> storedAt = new HashMap<>();
    private final Map<String, Integer> stored = new HashMap<>();
    private final Map<String, Long> changedAt = new HashMap<>();
    private final Set<String> fenced = new HashSet<>();
    private long hardCutoff;
    private long softCutoff;
    private long invalidatedAt = Long.MIN_VALUE;
    private int count;
    int served;
    int joined;

    @SuppressWarnings("NullAway") // the server comes with the first process
    Oracle(World world, Settings settings, Data data) {
        this.world = world;
        this.settings = settings;
        this.data = data;
    }

    void watch(Server watched) {
        server = watched;
    }

    void violated(String promise, String how) {
        world.log("!!! " + promise + ": " + how);
        violations.add(promise + ": " + how);
    }

    // calls

    Call call(Process process, String what, List<String> keys, @Nullable Creation within, boolean plain) {
        Call call = new Call(++count, process, what, keys, world.nanos(), within, plain);
        keys.forEach(key -> call.required.put(key, data.required(key, process)));
        call.servable = plain && keys.size() == 1 && isServable(keys.get(0));
        call.lastResort = plain && keys.size() == 1 && isLastResort(keys.get(0));
        calls.add(call);
        world.log(call
                + (within == null ? "" : " within creation " + within.number)
                + (call.servable ? ", has a stale value" : ""));
        return call;
    }

    List<Call> waiting() {
        return calls.stream().filter(call -> !call.process.machine.isDead()).toList();
    }

    void answered(Call call, Map<String, @Nullable String> values) {
        if (!end(call, values.toString())) {
            return;
        }
        values.forEach((key, text) -> check(call, key, text));
        if (values.size() != Set.copyOf(call.keys).size()) {
            violated("P4", call + " was answered " + values.keySet());
        }
        if (call.joined != null && values.size() == 1) {
            String text = values.values().iterator().next();
            joined++;
            if (text != null && !Value.of(text).maker().equals("c" + call.joined.number)) {
                violated("P3", call + " waited for " + call.joined + " and got " + text);
            }
        }
    }

    private void check(Call call, String key, @Nullable String text) {
        served++;
        if (text == null || key.equals(Settings.NULL_KEY)) {
            if (text != null || !key.equals(Settings.NULL_KEY)) {
                violated("P10", call + " was answered " + text);
            }
            return;
        }
        Value value = Value.of(text);
        if (!value.key().equals(key)) {
            violated("P8", call + " got the value of another key: " + value);
        }
        if (value.version() < call.required.getOrDefault(key, 0)) {
            violated(
                    "P5",
                    call + " was answered " + value + " although the cache knew of version " + call.required.get(key));
        }
    }

    /** Reading without creating: whatever is found must not be older than what the cache was told. */
    void read(Call call, Map<String, @Nullable String> found) {
        if (end(call, found.toString())) {
            found.forEach((key, text) -> {
                if (text != null) {
                    check(call, key, text);
                }
            });
        }
    }

    void failed(Call call, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (!end(call, failure.toString().replaceAll("[0-9a-f]{32}", "…"))) { // tokens differ from run to run
            return;
        }
        CreatorFailure creators = CreatorFailure.in(failure);
        if (creators != null) {
            checkSurfacing(call, creators);
            if (call.joined != null) {
                joined++;
                if (creators.creation.call != call.joined.call) {
                    violated(
                            "P3", call + " waited for " + call.joined + " and got the failure of " + creators.creation);
                }
            }
        } else if (failure instanceof CreationTimeoutException timeout) {
            if (timeout.waited().compareTo(settings.waitTimeout().minusMillis(1)) < 0
                    && call.within == null
                    && call.creating == 0) {
                violated("P4", call + " gave up early: " + timeout.getMessage());
            }
            if (call.joined != null) {
                violated("P3", call + " waited for " + call.joined + " and got " + failure);
            }
        } else if (failure instanceof CreationInterruptedException
                        && call.within != null
                        && settings.limits().creation() != null
                || failure instanceof CreatorTimeoutException
                        && settings.limits().creation() != null
                || failure instanceof CreationRejectedException
                        && settings.limits().creations() > 0) {
            return;
        } else if (call.isDisturbed()
                && (failure instanceof CreationInterruptedException || failure instanceof CancellationException)) {
            return;
        } else if (call.isDisturbed() && failure instanceof io.dogpile.backend.BackendException) {
            return;
        } else {
            violated("P7", call + " failed with " + failure + " caused by " + failure.getCause() + trace(failure));
        }
    }

    /** A failure is no caller's who may have the previous value. */
    private void checkSurfacing(Call call, CreatorFailure failure) {
        if (call.lastResort
                && !hasChanged(call.keys.get(0), call.began)
                && isLastResort(call.keys.get(0))
                && failure.creation.key.equals(call.keys.get(0))
                && !call.process.wasTroubled()) {
            violated("Stale on error", call + " got " + failure.getMessage() + " although there was a value");
        }
    }

    private boolean isLastResort(String key) {
        Entry entry = entry(key);
        Duration window = settings.limits().onError();
        return entry != null
                && window != null
                && entry.value.startedMicros() > Math.max(hardCutoff, softCutoff)
                && server.micros() - entry.value.creationTimeMicros() - entry.expirationMicros() + SOON / 1_000
                        < micros(window);
    }

    private static String trace(Throwable failure) {
        StringBuilder trace = new StringBuilder();
        for (StackTraceElement element : failure.getStackTrace()) {
            if (element.getClassName().startsWith("io.dogpile")) {
                trace.append("\n      at ").append(element);
            }
        }
        return trace.toString();
    }

    /** False if nobody hears of it, because the process is dead or the call was over. */
    private boolean end(Call call, String how) {
        if (call.process.machine.isDead() || call.ended) {
            return false;
        }
        call.ended = true;
        calls.remove(call);
        long took = world.nanos() - call.began;
        world.log(call + " after " + took / 1_000_000 + " ms: " + how);
        if (call.within == null) {
            long paused = call.process.pausedNanos - call.pausedBefore;
            long slack = settings.calm()
                    ? SOON * call.keys.size()
                    : 20 * settings.callLimit().toNanos() * call.keys.size() + paused;
            long creating = call.creating
                    + running.stream()
                            .filter(creation -> creation.call == call)
                            .mapToLong(creation -> world.nanos() - creation.began)
                            .sum();
            if (took > settings.waitTimeout().toNanos() + creating + slack) {
                violated(
                        "P4",
                        call + " took " + took / 1_000_000 + " ms, of which its creators " + creating / 1_000_000);
            }
            if (call.servable
                    && settings.calm()
                    && call.creations == 0
                    && took > SOON
                    && !hasChanged(call.keys.get(0), call.began)) {
                violated("P2", call + " waited for " + took / 1_000_000 + " ms although it could have a stale value");
            }
        }
        return true;
    }

    private boolean hasChanged(String key, long since) {
        return changedAt.getOrDefault(key, Long.MIN_VALUE) >= since || invalidatedAt >= since;
    }

    // creations

    Creation begin(Call call, String key) {
        boolean besides = Settings.CIRCLE.contains(key) || call.isWithin(key);
        Creation creation = new Creation(++count, call, key, world.nanos(), besides);
        creation.lent = calls.stream()
                .filter(each -> each.within != null && !each.ended && each.process == call.process)
                .anyMatch(each -> each.keys.stream().anyMatch(call.keys::contains)); // a turn is good for a whole batch
        if (call.process.machine.isDead()) {
            return creation;
        }
        world.log(creation + " begins, for " + call);
        creations.put(creation.number, creation);
        call.creations++;
        if (!besides) {
            running.stream()
                    .filter(other -> other.key.equals(key) && !other.besides && !isFreed(other))
                    .forEach(other -> checkAlone(creation, other));
            checkNeeded(creation);
        }
        running.add(creation);
        checkBulkhead(creation);
        return creation;
    }

    /** Whether it has run for longer than it may, so that the next one may try. */
    private boolean isFreed(Creation creation) {
        Duration limit = settings.limits().creation();
        return limit != null && world.nanos() - creation.began >= limit.toNanos();
    }

    private void checkBulkhead(Creation creation) {
        long callers = running.stream()
                .filter(other -> other.process() == creation.process() && other.call.within == null && !other.besides)
                .filter(other -> !other.lent)
                .map(other -> other.call)
                .distinct()
                .count();
        if (settings.limits().creations() > 0 && callers > settings.limits().creations()) {
            violated("Bulkhead", creation + " is one of " + callers + " at a time");
        }
    }

    private void checkAlone(Creation mine, Creation other) {
        if (mine.process() == other.process()) {
            violated("P1", mine + " runs beside " + other);
            return;
        }
        Server.Taken lock = server.lock("_lock" + Process.PREFIX + mine.key);
        boolean kept = lock != null && lock.by() == other.process().machine && lock.at() <= other.began;
        if (settings.calm() || kept && !mine.process().wasTroubled()) {
            violated("P1", mine + " runs beside " + other + " whose lock is " + (kept ? "kept" : "lost"));
        }
    }

    /** Who has the lock looks again. */
    private void checkNeeded(Creation creation) {
        Server.Taken lock = server.lock("_lock" + Process.PREFIX + creation.key);
        Entry entry = entry(creation.key);
        if (lock == null
                || lock.by() != creation.process().machine
                || entry == null
                || !creation.call.plain
                || creation.process().wasTroubled()) {
            return;
        }
        if (storedAt.getOrDefault(creation.key, Long.MAX_VALUE) < lock.at()
                && entry.value.retryAtMicros() > server.micros() + 500_000
                && isLastResort(creation.key)) {
            violated("Back-off", creation + " although nobody should try now");
        }
        if (storedAt.getOrDefault(creation.key, Long.MAX_VALUE) < lock.at() && entry.isFresh(2_000)) {
            violated("P1", creation + " although there was a fresh value before it had the lock");
        }
    }

    void end(Creation creation, boolean interrupted) {
        if (creation.process().machine.isDead() || !running.remove(creation)) {
            return;
        }
        long took = world.nanos() - creation.began;
        for (Call call = creation.call; call != null; call = call.within == null ? null : call.within.call) {
            if (call.within == null) {
                call.creating += took;
            }
        }
        world.log(creation + (creation.failed ? " fails" : " ends") + ", version " + creation.version
                + (interrupted ? ", interrupted" : ""));
        if (settings.calm()
                && settings.limits().none()
                && !creation.besides
                && !interrupted
                && !creation.call.isDisturbed()
                && !data.isBeingWritten(creation.key)
                && !hasChanged(creation.key, creation.call.began - SOON)) {
            calls.forEach(call -> join(call, creation));
        }
    }

    private void join(Call call, Creation creation) {
        long now = world.nanos();
        boolean waits = call.process == creation.process()
                && call.keys.equals(List.of(creation.key))
                && call.plain
                && call.within == null
                && !call.disturbed
                && !call.what.startsWith("get ")
                && call.creations == 0
                && !call.servable
                && call.began > creation.began
                && now - call.began > Duration.ofMillis(500).toNanos()
                && now - call.began < settings.waitTimeout().toNanos() - SOON;
        if (waits) {
            call.joined = creation;
        }
    }

    void killed(Process process) {
        running.removeIf(creation -> creation.process() == process);
        calls.removeIf(call -> call.process == process);
    }

    // entries

    private record Entry(CachedValue<?> value, Oracle oracle) {

        /** What the value says itself counts more than what the region does. */
        long expirationMicros() {
            return value.expirationMicros(micros(oracle.settings.expiration()));
        }

        long serveStaleMicros() {
            return value.serveStaleMicros(micros(oracle.settings.serveStale()));
        }

        boolean isFresh(long marginMillis) {
            long age =
                    oracle.server.micros() - value.creationTimeMicros() + TimeUnit.MILLISECONDS.toMicros(marginMillis);
            return age < expirationMicros() && value.startedMicros() > Math.max(oracle.hardCutoff, oracle.softCutoff);
        }
    }

    private static long micros(@Nullable Duration duration) {
        return duration == null || duration.isNegative() ? Long.MAX_VALUE / 4 : TimeUnit.MICROSECONDS.convert(duration);
    }

    private @Nullable Entry entry(String key) {
        byte[] bytes = server.redis.bytes(Process.PREFIX + key);
        CachedValue<?> value = bytes == null ? null : SimulatedBackends.read(bytes);
        return value == null || value.version() != CachedValue.CURRENT_VERSION ? null : new Entry(value, this);
    }

    /** Whether a stale value may be served now and for as long as anything may take. */
    private boolean isServable(String key) {
        Entry entry = entry(key);
        if (entry == null || entry.isFresh(0)) {
            return false;
        }
        long staleFor = server.micros() - entry.value.creationTimeMicros() - entry.expirationMicros();
        return staleFor >= 0
                && staleFor + SOON / 1_000 < entry.serveStaleMicros()
                && entry.value.startedMicros() > Math.max(hardCutoff, softCutoff);
    }

    @Override
    public void changed(RedisTwin.Change change, String redisKey, byte @Nullable [] bytes) {
        String key = redisKey.substring(Process.PREFIX.length());
        CachedValue<?> entry = bytes == null ? null : SimulatedBackends.read(bytes);
        String text = entry == null ? null : (String) entry.payload();
        world.log("server: " + change + " " + key + (bytes == null ? "" : " " + text));
        storedAt.put(key, world.nanos());
        if (change == RedisTwin.Change.SET || change == RedisTwin.Change.DELETE) {
            changedAt.put(key, world.nanos());
            stored.remove(key);
            if (text != null) {
                data.carriedOut(key, Value.of(text).version());
            } else if (change == RedisTwin.Change.DELETE) {
                data.carriedOut(key, deleting.getOrDefault(key, 0));
            }
            return;
        }
        if (fenced.contains(key)) {
            violated("P5", "a value of " + key + " was stored behind a fence: " + text);
        }
        if (text == null) {
            return;
        }
        int version = Value.of(text).version();
        if (version < data.carriedOut(key)) {
            violated("P5", text + " was stored after a change that told of version " + data.carriedOut(key));
        }
        if (change == RedisTwin.Change.STORE) {
            if (version < stored.getOrDefault(key, 0)) {
                violated("P6", text + " overwrote what was made from version " + stored.get(key));
            }
            stored.put(key, version);
        } else {
            stored.remove(key);
        }
    }

    private final Map<String, Integer> deleting = new HashMap<>();

    /** Somebody is about to delete a key, having written this version. */
    void deletes(String key, int version) {
        deleting.put(key, version);
    }

    void confirmed(String key, int version, Process by) {
        data.confirmed(key, version, by, processes);
        world.log(by + " has changed " + key + ", version " + version);
    }

    void hardInvalidated(Process by, Map<String, Integer> versions) {
        versions.forEach((key, version) -> data.confirmedHere(key, version, by));
        if (settings.calm()) { // by then all have read of it, should they not have heard
            world.idly(
                    Duration.ofSeconds(7),
                    null,
                    () -> versions.forEach((key, version) -> data.confirmed(key, version, by, processes)));
        }
    }

    void fenced(String key, boolean up) {
        if (up) {
            fenced.add(key);
        } else {
            fenced.remove(key);
        }
    }

    @Override
    public void invalidated(boolean hard, long cutoffMicros) {
        world.log("server: invalidated, " + (hard ? "hard" : "soft"));
        invalidatedAt = world.nanos();
        if (hard) {
            hardCutoff = cutoffMicros;
        } else {
            softCutoff = cutoffMicros;
        }
    }

    void flushed() {
        storedAt.clear();
        stored.clear();
        processes.forEach(Process::troubled);
        settings.keys().forEach(key -> changedAt.put(key, world.nanos()));
    }

    void overwritten(String key) {
        storedAt.put(key, world.nanos());
        changedAt.put(key, world.nanos());
    }
}
