package io.dogpile.benchmarks.heap;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;

/** A JVM that fills one store, and says how many bytes each of its entries takes. */
public final class HeapOfEntries {

    private static final int WARM_UP = 1_000;
    private static final int COLLECTIONS = 5;
    private static final int VALUE_BYTES = 100;

    private HeapOfEntries() {}

    /**
     * Prints the bytes of an entry.
     *
     * @param arguments the store, and the number of entries
     */
    public static void main(String[] arguments) throws InterruptedException {
        Store store = Store.valueOf(arguments[0]);
        int entries = Integer.parseInt(arguments[1]);
        Store.Writer loadingClasses = store.open(limit(WARM_UP));
        fill(loadingClasses, WARM_UP);
        Store.Writer payload = Store.PAYLOAD.open(entries);
        long before = used();
        // An empty cache counts, because its tables are for as many entries; the arrays of the bare payload don't.
        Store.Writer writer = store == Store.PAYLOAD ? payload : store.open(limit(entries));
        fill(writer, entries);
        long bytes = used() - before;
        Reference.reachabilityFence(loadingClasses);
        Reference.reachabilityFence(payload);
        Reference.reachabilityFence(writer);
        if (bytes < (long) entries * VALUE_BYTES) {
            throw new IllegalStateException(store + " keeps less than what was put: " + bytes + " bytes");
        }
        System.out.println(bytes / (double) entries);
        System.exit(0); // some stores have threads that would go on
    }

    private static void fill(Store.Writer writer, int entries) {
        for (int index = 0; index < entries; index++) {
            writer.put("key:%08d".formatted(index), new byte[VALUE_BYTES]);
        }
    }

    /** A power of two, which is what tables inside caches are rounded up to. */
    private static int limit(int entries) {
        return Integer.highestOneBit(entries - 1) << 1;
    }

    private static long used() throws InterruptedException {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            Thread.sleep(100); // maintenance that goes on in other threads
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
