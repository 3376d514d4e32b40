package io.dogpile.spring.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CacheBackendContract;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.MutexContract;
import io.dogpile.codec.TypeAllowList;
import io.dogpile.redis.RedisBackendFactory;
import io.dogpile.redis.RedisCodecs;
import io.dogpile.region.CacheRegionContract;
import io.dogpile.region.RegionConfig;
import io.dogpile.settings.Settings;
import io.dogpile.testing.MutableClock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** All suites, for regions on one kind of connection factory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SpringRedisContracts {

    private final RedisConnectionFactory connections;
    private final SpringRedisConnector connector;
    private final BackendFactory factory;

    SpringRedisContracts(RedisConnectionFactory connections) {
        this.connections = connections;
        this.connector = new SpringRedisConnector(() -> connections);
        this.factory = new RedisBackendFactory(
                "dogpile.cache.redis", Set.of(), connector, () -> RedisCodecs.standard(TypeAllowList.of()));
    }

    @AfterAll
    void close() throws Exception {
        connector.close();
        Connections.close(connections);
    }

    @Nested
    class Backends extends CacheBackendContract {

        @Override
        protected CacheBackend create(BackendContext context) {
            return factory.create(context);
        }

        @Override
        protected Map<String, ?> arguments() {
            return Map.of("server-clock", false, "socket-timeout", "20s");
        }
    }

    @Nested
    class Regions extends CacheRegionContract {

        private final String keyPrefix = UUID.randomUUID() + ":";
        private final BackendRegistry registry = BackendRegistry.load(getClass().getClassLoader());

        @Override
        protected RegionConfig.Builder config() {
            registry.register(factory);
            return RegionConfig.builder("dogpile.cache.redis")
                    .registry(registry)
                    .argument("key-prefix", keyPrefix)
                    .argument("server-clock", false)
                    .argument("socket-timeout", "20s");
        }
    }

    @Nested
    class Mutexes extends MutexContract {

        private final CacheBackend backend = factory.create(new BackendContext(
                "mutexes",
                Settings.of("", Map.of("socket-timeout", "20s")),
                null,
                new MutableClock(),
                (key, cause) -> {}));

        @Override
        protected Mutex mutex(String key) {
            return backend.mutex(key);
        }

        @AfterEach
        void closeBackend() {
            backend.close();
        }
    }
}
