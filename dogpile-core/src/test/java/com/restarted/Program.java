package com.restarted;

import io.dogpile.codec.TypeAllowList;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.RegionConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Uses regions in every way that could leave something of its class loader behind. */
public final class Program implements Callable<Integer> {

    private final int port;

    public Program(int port) {
        this.port = port;
    }

    public enum Kind {
        BOOK,
        FILM
    }

    public record Item(String name, Kind kind, List<Item> parts) implements Serializable {}

    @Override
    public Integer call() {
        int values = use(RegionConfig.builder("memory").expirationTime(Duration.ofMinutes(1)));
        values += use(RegionConfig.builder("memory_pickle").expirationTime(Duration.ofMinutes(1)));
        for (String serializer : List.of("json", "jdk")) {
            values += use(RegionConfig.builder("dogpile.cache.redis")
                    .expirationTime(Duration.ofMinutes(1))
                    .argument("port", port)
                    .argument("socket-connect-timeout", "1m")
                    .argument("socket-timeout", "30s")
                    .argument("key-prefix", "restarted-" + System.nanoTime() + ":")
                    .argument("serializer", serializer)
                    .argument("allowed-types", "com.restarted"));
        }
        return values;
    }

    private static int use(RegionConfig.Builder config) {
        CacheRegion region =
                CacheRegion.of("program", config.asyncCreation(Runnable::run).build());
        try {
            Item item = new Item("a", Kind.BOOK, List.of(new Item("b", Kind.FILM, List.of())));
            region.getOrCreate("1", () -> item);
            region.getOrCreateMulti(List.of("1", "2"), keys -> Map.of("2", item));
            region.fence(List.of("3")).close();
            region.watch("4").store(item);
            Item read = region.get("4", CallOptions.NONE.reading(Item.class));
            return item.equals(read) && TypeAllowList.of("com").allows(Item.class.getName()) ? 1 : 0;
        } finally {
            region.close();
        }
    }
}
