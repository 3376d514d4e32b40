package io.dogpile.redis;

import io.dogpile.backend.CachedValue;
import io.dogpile.codec.CodecException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis server does for the backend, in Java: the few commands, and each script's twin. Its time is given, so that
 * it can be simulated. {@link RedisTwinTests} compares it with a real server. Not thread-safe.
 */
public final class RedisTwin {

    /** By what an entry was written or removed. */
    public enum Change {
        SET,
        DELETE,
        STORE,
        STORE_WATCHED
    }

    /** Hears of each change of an entry, when it has been made. */
    public interface Observer {

        /** The key's entry, null if it was removed. */
        void changed(Change change, String key, byte @Nullable [] entry);

        /** A region's cut-offs have moved. */
        void invalidated(boolean hard, long cutoffMicros);
    }

    private record Item(Object value, long expiresMillis) {}

    private final Map<String, Item> items = new TreeMap<>();
    private final Map<RedisScript, Script> scripts = new HashMap<>();
    private final LongSupplier micros;
    private final BiConsumer<byte[], byte[]> publisher;
    private final Observer observer;

    @FunctionalInterface
    private interface Script {
        long run(List<String> keys, List<byte[]> arguments);
    }

    public RedisTwin(LongSupplier micros, BiConsumer<byte[], byte[]> publisher, Observer observer) {
        this.micros = micros;
        this.publisher = publisher;
        this.observer = observer;
        scripts.put(Scripts.NOTHING, (keys, arguments) -> 1);
        scripts.put(Scripts.TIME, (keys, arguments) -> micros.getAsLong());
        scripts.put(Scripts.DELETE, this::delete);
        putWrites(Scripts.SET, Change.SET, this::voidsCreation, null);
        putWrites(Scripts.STORE, Change.STORE, this::unlessLost, this::giveBack);
        putWrites(Scripts.STORE_WATCHED, Change.STORE_WATCHED, this::unlessChanged, null);
        scripts.put(Scripts.FENCE, this::fence);
        scripts.put(Scripts.UNFENCE, this::unfence);
        scripts.put(Scripts.WATCH, this::watch);
        scripts.put(Scripts.RENEW, this::renew);
        scripts.put(Scripts.RELEASE, this::release);
        scripts.put(Scripts.INVALIDATE, this::invalidate);
    }

    /** A condition answers 1 if there may be a write. What is last needs an argument more, and is left out after a 0. */
    private void putWrites(
            WriteScripts writes,
            Change change,
            Script condition,
            @Nullable BiConsumer<List<String>, List<byte[]>> last) {
        for (boolean writing : new boolean[] {true, false}) {
            for (boolean inOrder : new boolean[] {true, false}) {
                scripts.put(writes.script(writing, inOrder), (keys, arguments) -> {
                    List<byte[]> own = arguments.subList(0, arguments.size() - (last == null ? 0 : 1));
                    long answer = write(change, condition, writing, inOrder, keys, own);
                    if (last != null && answer != 0) {
                        last.accept(keys, arguments);
                    }
                    return answer;
                });
            }
        }
    }

    private long write(
            Change change,
            Script condition,
            boolean writing,
            boolean inOrder,
            List<String> keys,
            List<byte[]> arguments) {
        long answer = condition.run(keys, arguments);
        if (answer != 1) {
            return answer;
        }
        int last = arguments.size() - 1;
        if (inOrder && isOutdated(keys.get(0), number(arguments.get(last - 1)), number(arguments.get(last)))) {
            return -3;
        }
        write(change, keys.get(0), writing ? arguments.get(1) : null, writing ? number(arguments.get(2)) : 0);
        return 1;
    }

    private boolean isOutdated(String key, long version, long cutoff) {
        byte[] present = bytes(key);
        try {
            CachedValue<?> entry = present == null ? null : Envelope.read(present);
            return entry != null
                    && entry.version() == CachedValue.CURRENT_VERSION
                    && version < entry.dataVersion()
                    && entry.startedMicros() > cutoff;
        } catch (CodecException unreadable) {
            return false;
        }
    }

    public long timeMicros() {
        return micros.getAsLong();
    }

    public byte @Nullable [] get(byte[] key) {
        return bytes(text(key));
    }

    public boolean setIfAbsent(byte[] key, byte[] value, long ttlMillis) {
        if (item(text(key)) != null) {
            return false;
        }
        put(text(key), value, ttlMillis);
        return true;
    }

    public long eval(RedisScript script, List<byte[]> keys, List<byte[]> arguments) {
        Script twin = scripts.get(script);
        if (twin == null) {
            throw new AssertionError("a script without a twin: " + script.lua());
        }
        return twin.run(keys.stream().map(RedisTwin::text).toList(), arguments);
    }

    /** Like FLUSHALL. */
    public void flush() {
        items.clear();
    }

    /** Writes whatever somebody else would. */
    public void overwrite(String key, byte[] value) {
        put(key, value, 0);
    }

    /** All keys that there are now, and what expires them in how many milliseconds; 0 for never. */
    public Map<String, Long> keys() {
        return List.copyOf(items.keySet()).stream()
                .filter(key -> item(key) != null)
                .collect(Collectors.toMap(key -> key, key -> Math.max(0, ttl(key)), (a, b) -> a, TreeMap::new));
    }

    public byte @Nullable [] bytes(String key) {
        Item item = item(key);
        return item == null ? null : (byte[]) item.value;
    }

    private long millis() {
        return micros.getAsLong() / 1_000;
    }

    private @Nullable Item item(String key) {
        Item item = items.get(key);
        if (item != null && item.expiresMillis <= millis()) {
            items.remove(key);
            return null;
        }
        return item;
    }

    private void put(String key, Object value, long ttlMillis) {
        items.put(key, new Item(value, ttlMillis == 0 ? Long.MAX_VALUE : millis() + ttlMillis));
    }

    /** As PTTL: -1 for none, -2 for no such key. */
    private long ttl(String key) {
        Item item = item(key);
        return item == null ? -2 : item.expiresMillis == Long.MAX_VALUE ? -1 : item.expiresMillis - millis();
    }

    private void expire(String key, long ttlMillis) {
        Item item = item(key);
        if (item != null) {
            put(key, item.value, ttlMillis);
        }
    }

    private boolean holds(String key, byte[] value) {
        byte[] present = bytes(key);
        return present != null && text(present).equals(text(value));
    }

    private void voidCreation(List<String> keys, byte[] leastTtl) {
        byte[] token = bytes(keys.get(1));
        if (token != null) {
            put(keys.get(2), token, Math.max(ttl(keys.get(1)), number(leastTtl)));
        }
        items.remove(keys.get(4));
    }

    private void write(Change change, String key, byte @Nullable [] entry, long ttlMillis) {
        if (entry == null) {
            items.remove(key);
        } else {
            put(key, entry, ttlMillis);
        }
        observer.changed(change, key, entry);
    }

    private long voidsCreation(List<String> keys, List<byte[]> arguments) {
        voidCreation(keys, arguments.get(0));
        return 1;
    }

    private long delete(List<String> keys, List<byte[]> arguments) {
        voidCreation(keys, arguments.get(0));
        long present = item(keys.get(0)) == null ? 0 : 1;
        write(Change.DELETE, keys.get(0), null, 0);
        return present;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Long> fences(String key) {
        Item item = item(key);
        return item == null ? new HashMap<>() : (Map<String, Long>) item.value;
    }

    private boolean isFenced(List<String> keys) {
        return fences(keys.get(3)).values().stream().anyMatch(until -> until >= millis());
    }

    private long unlessLost(List<String> keys, List<byte[]> arguments) {
        if (!holds(keys.get(1), arguments.get(0))) {
            return 0;
        }
        if (holds(keys.get(2), arguments.get(0))) {
            return -1;
        }
        return isFenced(keys) ? -2 : 1;
    }

    private long fence(List<String> keys, List<byte[]> arguments) {
        Map<String, Long> fences = fences(keys.get(3));
        long lease = number(arguments.get(1));
        long ttl = ttl(keys.get(3));
        fences.put(text(arguments.get(0)), millis() + lease);
        put(keys.get(3), fences, Math.max(ttl, lease));
        return 1;
    }

    private long unfence(List<String> keys, List<byte[]> arguments) {
        Map<String, Long> fences = fences(keys.get(3));
        boolean stood = fences.remove(text(arguments.get(0))) != null;
        if (fences.isEmpty()) {
            items.remove(keys.get(3));
        }
        return stood ? 1 : 0;
    }

    private long watch(List<String> keys, List<byte[]> arguments) {
        byte[] present = bytes(keys.get(4));
        byte[] stamp = present == null ? arguments.get(0) : present;
        put(keys.get(4), stamp, number(arguments.get(1)));
        return number(stamp);
    }

    private long unlessChanged(List<String> keys, List<byte[]> arguments) {
        if (!holds(keys.get(4), arguments.get(0))) {
            return 0;
        }
        return isFenced(keys) ? -2 : 1;
    }

    private long renew(List<String> keys, List<byte[]> arguments) {
        if (!holds(keys.get(1), arguments.get(0))) {
            return 0;
        }
        expire(keys.get(1), number(arguments.get(1)));
        expire(keys.get(2), number(arguments.get(1)));
        return 1;
    }

    private long release(List<String> keys, List<byte[]> arguments) {
        if (!holds(keys.get(1), arguments.get(0))) {
            return 0;
        }
        giveBack(keys, arguments);
        return 1;
    }

    private void giveBack(List<String> keys, List<byte[]> arguments) {
        items.remove(keys.get(1));
        if (holds(keys.get(2), arguments.get(0))) {
            items.remove(keys.get(2));
        }
        publisher.accept(arguments.get(arguments.size() - 1), text(keys.get(1)));
    }

    private long invalidate(List<String> keys, List<byte[]> arguments) {
        byte[] stored = bytes(keys.get(0));
        String[] both = (stored == null ? "0:0" : text(stored)).split(":");
        long hard = Long.parseLong(both[0]);
        long soft = Long.parseLong(both[1]);
        long given = number(arguments.get(2));
        long cutoff = Math.max(given == 0 ? micros.getAsLong() : given, Math.max(hard, soft) + 1);
        boolean asHard = text(arguments.get(0)).equals("hard");
        byte[] moved = text((asHard ? cutoff : hard) + ":" + (asHard ? soft : cutoff));
        put(keys.get(0), moved, 0);
        observer.invalidated(asHard, cutoff);
        publisher.accept(arguments.get(1), moved);
        return cutoff;
    }

    private static long number(byte[] digits) {
        return Long.parseLong(text(digits));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
