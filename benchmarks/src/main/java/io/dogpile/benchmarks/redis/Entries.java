package io.dogpile.benchmarks.redis;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Orders by key, as one contender keeps them in Redis. Thread-safe. */
interface Entries extends AutoCloseable {

    void put(String key, Order value);

    /** What is there: an order, or what stands for one where nothing decodes it; anything else is an error. */
    Object get(String key) throws Exception;

    default Map<String, Object> getAll(Set<String> keys) throws Exception {
        return getEach(keys);
    }

    /** One after another. */
    default Map<String, Object> getEach(Collection<String> keys) throws Exception {
        Map<String, Object> found = new LinkedHashMap<>();
        for (String key : keys) {
            found.put(key, get(key));
        }
        return found;
    }

    @Override
    void close();

    /** What nobody should come to in a hit. */
    static Order missing() {
        throw new IllegalStateException("missed what is there");
    }
}
