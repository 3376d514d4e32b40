package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.CacheBackend;
import io.dogpile.codec.JdkCodec;
import io.dogpile.settings.Settings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import java.time.Duration;

/** Draft. */
public final class LettuceBackendFactory implements BackendFactory {

    /** For {@link java.util.ServiceLoader}. */
    public LettuceBackendFactory() {}

    @Override
    public String name() {
        return "dogpile.cache.redis";
    }

    @Override
    public CacheBackend create(BackendContext context) {
        Settings arguments = context.arguments();
        RedisURI uri = arguments.has("url")
                ? RedisURI.create(arguments.getString("url", ""))
                : RedisURI.builder()
                        .withHost(arguments.getString("host", "localhost"))
                        .withPort((int) arguments.getLong("port", 6379, 1))
                        .build();
        RedisClient client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(1))
                        .build())
                .build());
        return new RedisBackend(LettuceRedisCommands.of(client, client::shutdown), new JdkCodec(), context);
    }
}
