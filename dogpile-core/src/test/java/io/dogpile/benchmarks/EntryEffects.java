package io.dogpile.benchmarks;

import static io.dogpile.benchmarks.Readers.KEY;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CreationContext;
import io.dogpile.region.Policies;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * When entries end, and what replaces them, in virtual time.
 *
 * @param time how long some of the stories last
 */
record EntryEffects(Duration time) {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int KEYS = 1_000;
    private static final int PAYLOAD = 100_000;

    /** A page is read a hundred times per second, expires every minute, and takes a second to make. */
    Map<String, Number> expiring(Policies policies) {
        VirtualTime virtual = new VirtualTime();
        CacheRegion region = virtual.region(policies, settings -> settings.expirationTime(Duration.ofMinutes(1)));
        Supplier<CompletableFuture<String>> creator = () -> virtual.answer(Duration.ofSeconds(1), () -> "page");
        region.getOrCreateAsync(KEY, creator);
        virtual.pass(Duration.ofSeconds(1));
        Readers readers = Readers.start(virtual, region, 100, creator);
        virtual.pass(time.multipliedBy(2));
        return Figures.of("reads", readers.reads)
                .and("that waited", readers.waited)
                .and("that got an expired page", readers.stale)
                .and("creations", readers.creations)
                .map();
    }

    /** A thousand values are made together. */
    Map<String, Number> bornTogether(boolean with) {
        VirtualTime virtual = new VirtualTime();
        CacheRegion region = virtual.region(
                with ? Policies.NONE.expirationJitter(0.1) : Policies.NONE, settings -> settings.expirationTime(HOUR));
        Map<Long, Integer> ends = new TreeMap<>();
        for (int key = 0; key < KEYS; key++) {
            region.set(key, "value");
            Duration remaining =
                    region.getOrCreateWithMetadata(key, () -> "unneeded").remaining();
            ends.merge(remaining.minusNanos(1).toSeconds(), 1, Integer::sum);
        }
        int most = ends.values().stream().mapToInt(count -> count).max().orElseThrow();
        return Figures.of("values", KEYS)
                .and("that end within the same second", most)
                .map();
    }

    /** What does not exist is asked for twenty times per second, and exists after a sixth of the expiration time. */
    Map<String, Number> absent(Policies policies, boolean cachingNull) {
        VirtualTime virtual = new VirtualTime();
        CacheRegion region = virtual.region(
                policies,
                settings -> settings.expirationTime(time.multipliedBy(6)).cacheNullValues(cachingNull));
        long appearing = time.plusSeconds(30).toNanos();
        AtomicLong seen = new AtomicLong();
        AtomicLong queries = new AtomicLong();
        Readers.start(virtual, region, 20, () -> {
            queries.incrementAndGet();
            String product = virtual.nanoTime() < appearing ? null : "product";
            return virtual.answer(Duration.ofMillis(10), () -> {
                if (product != null) {
                    seen.compareAndSet(0, virtual.nanoTime());
                }
                return product;
            });
        });
        virtual.pass(time.multipliedBy(6).plusSeconds(30));
        return Figures.of("creations", queries.get())
                .and("seconds until it was seen", (seen.get() - appearing) / 1e9)
                .map();
    }

    /** Each of a hundred expirations finds the data unchanged but every tenth, and the server can say so. */
    Map<String, Number> unchanged(boolean with) {
        VirtualTime virtual = new VirtualTime();
        CacheRegion region = virtual.region(Policies.NONE, settings -> settings.expirationTime(HOUR));
        AtomicLong bytes = new AtomicLong();
        for (int hour = 0; hour < 100; hour++) {
            String etag = "state " + hour / 10;
            region.getOrCreateAsync(KEY, () -> {
                CreationContext context = CreationContext.current();
                if (with && etag.equals(context.previousETag())) {
                    return CompletableFuture.<byte[]>completedFuture(context.notModified());
                }
                context.etag(etag);
                bytes.addAndGet(PAYLOAD);
                return CompletableFuture.completedFuture(new byte[PAYLOAD]);
            });
            virtual.pass(HOUR);
        }
        return Figures.of("creations", region.stats().creations())
                .and("bytes sent", bytes.get())
                .map();
    }

    private record Row(long version) {}

    /** A row changes every second; who reads it takes up to three seconds to store what was read. */
    Map<String, Number> slowWriters(boolean with) {
        VirtualTime virtual = new VirtualTime();
        CacheRegion region = virtual.region(
                with ? Policies.NONE.<Row>versionOf(Row::version) : Policies.NONE,
                settings -> settings.expirationTime(HOUR));
        region.set(KEY, new Row(0));
        Random random = new Random(1);
        AtomicLong backwards = new AtomicLong();
        for (int change = 1; change <= KEYS; change++) {
            Row row = new Row(change);
            virtual.at(Duration.ofSeconds(change).plusMillis(random.nextInt(3_000)), () -> {
                long before = cached(region);
                region.set(KEY, row);
                if (cached(region) < before) {
                    backwards.incrementAndGet();
                }
            });
        }
        virtual.pass(Duration.ofSeconds(KEYS + 3));
        return Figures.of("stores", KEYS)
                .and("that took the cache back", backwards.get())
                .map();
    }

    private static long cached(CacheRegion region) {
        return region.<Row>getOrCreate(KEY, () -> new Row(0)).version();
    }
}
