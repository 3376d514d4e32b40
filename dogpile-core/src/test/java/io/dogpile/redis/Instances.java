package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.codec.TypeAllowList;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Instances of one region, each with connections of its own, as if each were a process. */
final class Instances implements AutoCloseable {

    final String prefix;
    final Events events = new Events();

    private final String backend;
    private final RedisConnector connector;
    private final Map<String, Object> address;
    private final Deque<Runnable> open = new ArrayDeque<>();

    Instances(TestRedis server) {
        this("dogpile.cache.redis", LettuceConnector::standalone, Map.of("port", server.port()));
    }

    Instances(TestCluster cluster) {
        this("dogpile.cache.redis_cluster", LettuceConnector::cluster, Map.of("startup_nodes", cluster.nodes()));
    }

    Instances(TestSentinel sentinel) {
        this(
                "dogpile.cache.redis_sentinel",
                LettuceConnector::sentinel,
                Map.of("sentinels", sentinel.addresses(), "service_name", TestSentinel.SERVICE));
    }

    private Instances(String backend, RedisConnector connector, Map<String, Object> address) {
        this(backend, connector, address, UUID.randomUUID() + ":");
    }

    Instances(String backend, RedisConnector connector, Map<String, Object> address, String prefix) {
        this.prefix = prefix;
        this.backend = backend;
        this.connector = connector;
        this.address = address;
    }

    String key(String key) {
        return prefix + key;
    }

    String lock(String key) {
        return "_lock" + prefix + key;
    }

    String marker(String key) {
        return "_void" + prefix + key;
    }

    String fence(String key) {
        return "_fence" + prefix + key;
    }

    /** A region that waits up to a minute and tells {@link #events}. */
    CacheRegion region() {
        return region(config -> config);
    }

    CacheRegion region(UnaryOperator<RegionConfig.Builder> changes) {
        return keep(CacheRegion.of("test", changes.apply(config()).build()));
    }

    RegionConfig.Builder config() {
        RegionConfig.Builder config = RegionConfig.builder(backend);
        address.forEach(config::argument);
        return config.argument("key-prefix", prefix)
                .waitTimeout(Duration.ofMinutes(1))
                .listener(events);
    }

    /** A region whose commands pass through a test's own. */
    CacheRegion regionOn(UnaryOperator<RedisCommands> wrapper) {
        return regionOn(wrapper, Map.of());
    }

    CacheRegion regionOn(UnaryOperator<RedisCommands> wrapper, Map<String, ?> arguments) {
        return keep(CacheRegion.of(
                "test",
                RegionConfig.builder()
                        .backend(backendOn(wrapper, arguments))
                        .waitTimeout(Duration.ofMinutes(1))
                        .listener(events)
                        .build()));
    }

    CacheBackend backend(Map<String, ?> arguments) {
        return backendOn(commands -> commands, arguments);
    }

    CacheBackend backendOn(UnaryOperator<RedisCommands> wrapper, Map<String, ?> arguments) {
        RedisBackendFactory factory = new RedisBackendFactory(
                "test",
                Set.of(),
                settings -> wrapper.apply(connector.connect(settings)),
                () -> RedisCodecs.standard(TypeAllowList.of()));
        Map<String, Object> all = new HashMap<>(address);
        all.put("key-prefix", prefix);
        all.putAll(arguments);
        return keep(factory.create(new BackendContext(
                "test",
                Settings.of("", all),
                null,
                Clock.systemUTC(),
                (key, cause) -> events.onUnreadable("test", key, cause))));
    }

    private CacheRegion keep(CacheRegion region) {
        open.push(region::close);
        return region;
    }

    private CacheBackend keep(CacheBackend backend) {
        open.push(backend::close);
        return backend;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
