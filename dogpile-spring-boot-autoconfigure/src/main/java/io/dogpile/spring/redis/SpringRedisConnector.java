package io.dogpile.spring.redis;

import io.dogpile.redis.RedisCommands;
import io.dogpile.redis.RedisConnector;
import io.dogpile.settings.Settings;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.ClassUtils;

/**
 * Puts regions on the application's Redis connection. With Lettuce a region has two connections of its own, made by the
 * application's client, and sends its commands asynchronously. With anything else, such as Jedis, all regions share a
 * few threads that carry out commands, and one connection for messages. The factory and its client are never closed.
 */
public final class SpringRedisConnector implements RedisConnector, AutoCloseable {

    private static final boolean LETTUCE =
            ClassUtils.isPresent("io.lettuce.core.AbstractRedisClient", SpringRedisConnector.class.getClassLoader());

    private final Supplier<RedisConnectionFactory> factories;
    private @Nullable BlockingRedis blocking;

    /**
     * Creates a connector.
     *
     * @param factories gives the application's factory, asked when a region is created
     */
    public SpringRedisConnector(Supplier<RedisConnectionFactory> factories) {
        this.factories = factories;
    }

    @Override
    public synchronized RedisCommands connect(Settings arguments) {
        RedisConnectionFactory factory = factories.get();
        if (LETTUCE && LettuceClients.canBeHad(factory)) {
            return LettuceClients.commands(factory);
        }
        if (blocking == null) {
            blocking = new BlockingRedis(factory);
        }
        return new SpringRedisCommands(blocking);
    }

    /** Ends the threads that regions share, once all of these are closed. */
    @Override
    public synchronized void close() {
        if (blocking != null) {
            blocking.close();
        }
    }
}
