package io.dogpile.redis;

import io.dogpile.settings.Settings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;

/** Opens connections of a region's own, on Lettuce, from its arguments. */
public final class LettuceConnector {

    private LettuceConnector() {}

    /**
     * For a server, from {@code url}, or {@code host}, {@code port}, {@code username}, {@code password}, {@code db}
     * and {@code ssl}.
     *
     * @param arguments the region's arguments
     * @return the commands
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    public static RedisCommands standalone(Settings arguments) {
        RedisClient client = RedisClient.create(uri(arguments));
        client.setOptions(options(ClientOptions.builder(), arguments).build());
        return LettuceRedisCommands.of(client, client::shutdownAsync);
    }

    /**
     * For the master that Sentinel watches, from {@code url}, or {@code sentinels} and {@code service-name}.
     *
     * @param arguments the region's arguments
     * @return the commands
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    public static RedisCommands sentinel(Settings arguments) {
        RedisURI uri = arguments.has("url") ? uri(arguments) : sentinels(arguments);
        RedisClient client = RedisClient.create(uri);
        client.setOptions(options(ClientOptions.builder(), arguments).build());
        return LettuceRedisCommands.of(client, client::shutdownAsync);
    }

    /**
     * For a cluster, from the arguments of {@link #standalone}.
     *
     * @param arguments the region's arguments
     * @return the commands
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    public static RedisCommands cluster(Settings arguments) {
        RedisClusterClient client = RedisClusterClient.create(uri(arguments));
        client.setOptions(((ClusterClientOptions.Builder) options(ClusterClientOptions.builder(), arguments)).build());
        return LettuceRedisCommands.of(client, client::shutdownAsync);
    }

    private static RedisURI uri(Settings arguments) {
        if (arguments.has("url")) {
            try {
                return RedisURI.create(arguments.getString("url", ""));
            } catch (IllegalArgumentException malformed) {
                throw arguments.invalid(
                        "url", "is no address of Redis", "Write redis://host:port, or rediss:// for TLS.");
            }
        }
        RedisURI.Builder builder = RedisURI.builder()
                .withHost(arguments.getString("host", "localhost"))
                .withPort((int) arguments.getLong("port", 6379, 1));
        return authenticated(builder, arguments).build();
    }

    private static RedisURI sentinels(Settings arguments) {
        Object value = arguments.get("sentinels");
        if (value == null) {
            throw arguments.invalid(
                    "sentinels",
                    "is not set",
                    "List the addresses of the sentinels, such as host1:26379, host2:26379.");
        }
        Collection<?> nodes = value instanceof Collection<?> many
                ? many
                : Arrays.asList(value.toString().split("\\s*,\\s*"));
        RedisURI.Builder builder = null;
        for (Object node : nodes) {
            String[] parts = node.toString().split(":");
            int port = parts.length > 1 ? Integer.parseInt(parts[1]) : 26379;
            builder = builder == null
                    ? RedisURI.Builder.sentinel(parts[0], port, arguments.getString("service-name", "mymaster"))
                    : builder.withSentinel(parts[0], port);
        }
        return authenticated(Objects.requireNonNull(builder), arguments).build();
    }

    private static RedisURI.Builder authenticated(RedisURI.Builder builder, Settings arguments) {
        builder.withDatabase((int) arguments.getLong("db", 0, 0)).withSsl(arguments.getBoolean("ssl", false));
        if (arguments.has("password")) {
            char[] password = arguments.getString("password", "").toCharArray();
            if (arguments.has("username")) {
                builder.withAuthentication(arguments.getString("username", ""), password);
            } else {
                builder.withPassword(password);
            }
        }
        return builder;
    }

    /** Without a connection commands fail at once instead of being carried out much later. */
    private static ClientOptions.Builder options(ClientOptions.Builder builder, Settings arguments) {
        Duration limit = Objects.requireNonNull(arguments.getDuration("socket-connect-timeout", Duration.ofSeconds(5)));
        return builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(limit).build());
    }
}
