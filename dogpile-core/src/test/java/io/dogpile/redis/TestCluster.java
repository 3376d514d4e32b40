package io.dogpile.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import redis.embedded.RedisServer;

/** A real Redis Cluster of three masters for the tests of this JVM. */
public final class TestCluster {

    private static final int NODES = 3;
    private static TestCluster shared;

    private final List<Integer> ports = new ArrayList<>();
    private final List<RedisServer> servers = new ArrayList<>();
    private final RedisClient client = RedisClient.create();

    private TestCluster() {
        for (int node = 0; node < NODES; node++) {
            int port = RedisBinary.freePort();
            ports.add(port);
            servers.add(RedisBinary.start(RedisBinary.server(
                    port,
                    "cluster-enabled yes",
                    "cluster-node-timeout 1000",
                    "cluster-config-file " + temporaryFile())));
        }
        for (int node = 0; node < NODES; node++) {
            int epoch = node + 1;
            int[] slots = IntStream.range(slotsUpTo(node), slotsUpTo(node + 1)).toArray();
            on(node, redis -> redis.clusterSetConfigEpoch(epoch));
            on(node, redis -> redis.clusterAddSlots(slots));
            for (int other = 0; other < node; other++) {
                int port = ports.get(other);
                on(node, redis -> redis.clusterMeet("127.0.0.1", port));
            }
        }
        IntStream.range(0, NODES).forEach(this::awaitReady);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    private void awaitReady(int node) {
        Awaitility.await()
                .until(() -> on(node, RedisCommands::clusterInfo)
                        .matches("(?s).*cluster_state:ok.*cluster_known_nodes:" + NODES + "\\b.*"));
    }

    /**
     * The cluster that all tests share; they use keys of their own.
     *
     * @return the cluster
     */
    public static synchronized TestCluster shared() {
        if (shared == null) {
            shared = new TestCluster();
        }
        return shared;
    }

    /**
     * A cluster for one test, which may stop nodes of it.
     *
     * @return the cluster
     */
    static TestCluster start() {
        return new TestCluster();
    }

    private static String temporaryFile() {
        try {
            Path file = Files.createTempFile("nodes", ".conf");
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int slotsUpTo(int node) {
        return SlotHash.SLOT_COUNT * node / NODES;
    }

    /**
     * Where its nodes listen.
     *
     * @return {@code host:port} of each
     */
    public List<String> nodes() {
        return ports.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    /** Kills a node. */
    void kill(int node) {
        RedisBinary.stop(servers.get(node));
    }

    /** Starts a node that was killed, with its slots, but empty; waits until the cluster serves again. */
    void restart(int node) {
        RedisBinary.start(servers.get(node));
        IntStream.range(0, NODES).forEach(this::awaitReady);
    }

    /** Stops all nodes. */
    void stop() {
        servers.forEach(RedisBinary::stop);
    }

    /** Which node keeps a key: its number, from zero. */
    int nodeOf(String key) {
        int slot = SlotHash.getSlot(key);
        return (int) IntStream.range(1, NODES)
                .filter(node -> slotsUpTo(node) <= slot)
                .count();
    }

    /** Asks one node, past any client for clusters. */
    <T> T on(int node, Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection =
                client.connect(RedisURI.create("127.0.0.1", ports.get(node)))) {
            return question.apply(connection.sync());
        }
    }

    /** How often a node has carried out a command since its counters were last reset. */
    long calls(int node, String command) {
        return on(node, redis -> redis.info("commandstats"))
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }
}
