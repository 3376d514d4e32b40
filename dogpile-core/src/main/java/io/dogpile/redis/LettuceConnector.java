package io.dogpile.redis;

import io.dogpile.settings.Settings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens connections of a region's own, on Lettuce, from its arguments. */
public final class LettuceConnector {

    /** Lettuce's own is 30 s, for which a cache would stay unused after a long outage. */
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofMillis(500);

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
        return server(arguments, arguments.has("url") ? url(arguments, RedisURI::create) : hostAndPort(arguments));
    }

    /**
     * For the master that Sentinel watches, from {@code url}, or {@code sentinels} and {@code service-name}.
     *
     * @param arguments the region's arguments
     * @return the commands
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    public static RedisCommands sentinel(Settings arguments) {
        return server(arguments, arguments.has("url") ? url(arguments, RedisURI::create) : sentinels(arguments));
    }

    private static RedisCommands server(Settings arguments, RedisURI uri) {
        Duration limit = connectLimit(arguments);
        uri.setTimeout(limit); // of the handshake; calls are limited elsewhere
        ClientOptions options = options(ClientOptions.builder(), limit).build();
        ClientResources resources = resources();
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(options);
        return LettuceRedisCommands.of(client, () -> shutdown(client::shutdownAsync, resources));
    }

    /**
     * For a cluster, from {@code url}, which may name several nodes, or {@code startup-nodes}, or the arguments of
     * {@link #standalone}. One node that answers is enough to find all the others.
     *
     * @param arguments the region's arguments
     * @return the commands
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    public static RedisCommands cluster(Settings arguments) {
        List<RedisURI> nodes = arguments.has("url")
                ? url(arguments, url -> RedisClusterURIUtil.toRedisURIs(URI.create(url)))
                : arguments.has("startup-nodes") ? startupNodes(arguments) : List.of(hostAndPort(arguments));
        Duration limit = connectLimit(arguments);
        nodes.forEach(node -> node.setTimeout(limit));
        ClientResources resources = resources();
        RedisClusterClient client = RedisClusterClient.create(resources, nodes);
        client.setOptions(((ClusterClientOptions.Builder) options(ClusterClientOptions.builder(), limit)).build());
        return LettuceRedisCommands.of(client, () -> shutdown(client::shutdownAsync, resources));
    }

    private static <T> T url(Settings arguments, Function<String, T> parser) {
        try {
            return parser.apply(arguments.getString("url", ""));
        } catch (IllegalArgumentException malformed) {
            throw arguments.invalid("url", "is no address of Redis", "Write redis://host:port, or rediss:// for TLS.");
        }
    }

    private static RedisURI hostAndPort(Settings arguments) {
        RedisURI.Builder builder = RedisURI.builder()
                .withHost(arguments.getString("host", "localhost"))
                .withPort((int) arguments.getLong("port", RedisURI.DEFAULT_REDIS_PORT, 1));
        return authenticated(builder, arguments).build();
    }

    private static List<RedisURI> startupNodes(Settings arguments) {
        return Address.list(arguments, "startup-nodes", RedisURI.DEFAULT_REDIS_PORT).stream()
                .map(node -> authenticated(
                                RedisURI.builder().withHost(node.host()).withPort(node.port()), arguments)
                        .build())
                .toList();
    }

    private static RedisURI sentinels(Settings arguments) {
        RedisURI.Builder builder =
                RedisURI.builder().withSentinelMasterId(arguments.getString("service-name", "mymaster"));
        Address.list(arguments, "sentinels", RedisURI.DEFAULT_SENTINEL_PORT)
                .forEach(node -> builder.withSentinel(node.host(), node.port()));
        return authenticated(builder, arguments).build();
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

    private static Duration connectLimit(Settings arguments) {
        return Objects.requireNonNull(arguments.getDuration("socket-connect-timeout", Duration.ofSeconds(5)));
    }

    /**
     * Without a connection commands fail at once instead of being carried out much later. {@link Calls} limits how long
     * they take; a timer of Lettuce's own for each would cost as much as the rest of the way to it.
     */
    private static ClientOptions.Builder options(ClientOptions.Builder builder, Duration connectLimit) {
        return builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(
                        SocketOptions.builder().connectTimeout(connectLimit).build());
    }

    private static ClientResources resources() {
        return ClientResources.builder()
                .reconnectDelay(Delay.exponential(Duration.ZERO, LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
                .build();
    }

    private static void shutdown(Supplier<CompletableFuture<Void>> client, ClientResources resources) {
        client.get().whenComplete((done, failure) -> resources.shutdown(0, 2, TimeUnit.SECONDS));
    }
}
