package io.dogpile.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import redis.embedded.RedisSentinel;
import redis.embedded.RedisServer;

/** A real master with a replica, watched by three sentinels. For one test, which may take the master away. */
final class TestSentinel implements AutoCloseable {

    static final String SERVICE = "orders";

    private static final int SENTINELS = 3;

    private final int masterPort = RedisBinary.freePort();
    private final int replicaPort = RedisBinary.freePort();
    private final RedisServer master = RedisBinary.start(RedisBinary.server(masterPort));
    private final RedisServer replica = RedisBinary.start(RedisBinary.server(
            replicaPort, "replicaof 127.0.0.1 " + masterPort, "repl-diskless-sync yes", "repl-diskless-sync-delay 0"));
    private final List<Integer> sentinelPorts;
    private final List<RedisSentinel> sentinels;
    private final RedisClient client = RedisClient.create();

    TestSentinel() {
        Awaitility.await().until(() -> info(replicaPort, "replication").contains("master_link_status:up"));
        sentinelPorts = Stream.generate(RedisBinary::freePort).limit(SENTINELS).toList();
        sentinels = sentinelPorts.stream().map(this::sentinel).toList();
        sentinels.forEach(RedisBinary::start);
        sentinelPorts.forEach(port -> Awaitility.await().until(() -> knowsAll(watched(port))));
    }

    private RedisSentinel sentinel(int port) {
        return RedisSentinel.newRedisSentinel()
                .bind("127.0.0.1")
                .port(port)
                .masterName(SERVICE)
                .masterPort(masterPort)
                .quorumSize(2)
                .downAfterMilliseconds(1_000)
                .failOverTimeout(5_000)
                .onShutdownForceStop(true)
                .build();
    }

    private static boolean knowsAll(Map<String, String> watched) {
        return "1".equals(watched.get("num-slaves"))
                && String.valueOf(SENTINELS - 1).equals(watched.get("num-other-sentinels"));
    }

    /** What a sentinel knows of the master. */
    private Map<String, String> watched(int sentinelPort) {
        try (StatefulRedisSentinelConnection<String, String> connection =
                client.connectSentinel(RedisURI.create("127.0.0.1", sentinelPort))) {
            return connection.sync().master(SERVICE);
        }
    }

    private String info(int port, String section) {
        try (StatefulRedisConnection<String, String> connection = client.connect(RedisURI.create("127.0.0.1", port))) {
            return connection.sync().info(section);
        }
    }

    /** {@code host:port} of the sentinels. */
    List<String> addresses() {
        return sentinelPorts.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    int replicaPort() {
        return replicaPort;
    }

    void killMaster() {
        RedisBinary.stop(master);
    }

    /** The master answers nobody for a while, but keeps its connections, as a machine that has lost its network. */
    void silenceMaster(int seconds) {
        StatefulRedisConnection<String, String> connection = client.connect(RedisURI.create("127.0.0.1", masterPort));
        connection
                .async()
                .dispatch(
                        CommandType.DEBUG,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8).add("SLEEP").add(seconds));
    }

    /** A server cuts its clients off when it is promoted. */
    void awaitFailOver() {
        Awaitility.await()
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(() -> info(replicaPort, "replication").contains("role:master"));
    }

    @Override
    public void close() {
        sentinels.forEach(RedisBinary::stop);
        RedisBinary.stop(replica);
        RedisBinary.stop(master);
        client.shutdown();
    }
}
