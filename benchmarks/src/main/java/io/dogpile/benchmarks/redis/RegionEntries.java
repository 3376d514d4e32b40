package io.dogpile.benchmarks.redis;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.spring.cache.DogpileCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** A region as it is unless one says more than where Redis is, which serializer to use and what the values are. */
final class RegionEntries implements Entries {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Callable<Object> CREATOR = Entries::missing;

    private final CacheRegion region;
    private final Function<Order, Object> form;
    private final boolean creating;

    private RegionEntries(CacheRegion region, Function<Order, Object> form, boolean creating) {
        this.region = region;
        this.form = form;
        this.creating = creating;
    }

    static Entries orders(int port, String serializer) {
        return new RegionEntries(region(port, serializer, Order.class), order -> order, true);
    }

    /** Whose several keys are read with {@code getMulti}. */
    static Entries reading(int port) {
        return new RegionEntries(region(port, "json", Order.class), order -> order, false);
    }

    static Entries bytes(int port) {
        return new RegionEntries(region(port, "bytes", byte[].class), JSON::writeValueAsBytes, true);
    }

    static Entries string(int port) {
        return new RegionEntries(
                region(port, "string", String.class),
                order -> new String(JSON.writeValueAsBytes(order), StandardCharsets.UTF_8),
                true);
    }

    static Entries spring(int port) {
        CacheRegion region = region(port, "json", Order.class);
        return new SpringEntries(new DogpileCache(region), region::close);
    }

    private static CacheRegion region(int port, String serializer, Class<?> type) {
        return CacheRegion.of(
                "dogpile-" + serializer,
                RegionConfig.builder("dogpile.cache.redis")
                        .argument("port", port)
                        .argument("serializer", serializer)
                        .argument("allowed-types", Order.class.getPackageName())
                        .expirationTime(Duration.ofHours(1))
                        .valueType(type)
                        .build());
    }

    @Override
    public void put(String key, Order value) {
        region.set(key, form.apply(value));
    }

    @Override
    public Object get(String key) {
        return region.getOrCreate(key, CREATOR);
    }

    @Override
    public Map<String, Object> getAll(Set<String> keys) {
        return creating
                ? region.getOrCreateMulti(
                        keys, missing -> Map.of(missing.iterator().next(), Entries.missing()))
                : region.getMulti(keys);
    }

    @Override
    public void close() {
        region.close();
    }
}
