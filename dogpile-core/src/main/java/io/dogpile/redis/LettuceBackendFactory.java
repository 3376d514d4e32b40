package io.dogpile.redis;

import io.dogpile.codec.TypeAllowList;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code dogpile.cache.redis} and {@code dogpile.cache.valkey} with a connection of the region's own, on Lettuce.
 * Arguments: {@code url}, or {@code host}, {@code port}, {@code username}, {@code password}, {@code db}, {@code ssl}.
 */
// Lambdas, not method references: those would need Lettuce as soon as the service loader sees this class.
public final class LettuceBackendFactory extends RedisBackendFactory {

    private static final Supplier<RedisCodecs> CODECS = () -> RedisCodecs.standard(TypeAllowList.of());

    /** For {@link java.util.ServiceLoader}. */
    public LettuceBackendFactory() {
        super(
                "dogpile.cache.redis",
                Set.of("dogpile.cache.valkey"),
                arguments -> LettuceConnector.standalone(arguments),
                CODECS);
    }

    /**
     * {@code dogpile.cache.redis_cluster}, whose {@code startup-nodes} are a list of {@code host:port}; or a {@code url},
     * which may name several nodes.
     */
    public static final class Cluster extends RedisBackendFactory {

        /** For {@link java.util.ServiceLoader}. */
        public Cluster() {
            super(
                    "dogpile.cache.redis_cluster",
                    Set.of("dogpile.cache.valkey_cluster"),
                    arguments -> LettuceConnector.cluster(arguments),
                    CODECS);
        }
    }

    /**
     * {@code dogpile.cache.redis_sentinel}, whose {@code sentinels} are a list of {@code host:port} and whose {@code
     * service-name} is the master's, {@code mymaster} by default; or a {@code redis-sentinel:} {@code url}.
     */
    public static final class Sentinel extends RedisBackendFactory {

        /** For {@link java.util.ServiceLoader}. */
        public Sentinel() {
            super(
                    "dogpile.cache.redis_sentinel",
                    Set.of("dogpile.cache.valkey_sentinel"),
                    arguments -> LettuceConnector.sentinel(arguments),
                    CODECS);
        }
    }
}
