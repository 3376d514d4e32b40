package io.dogpile.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import redis.embedded.Redis;

/**
 * A real Redis server for the tests of this JVM, started when it is first asked for and stopped with the JVM: in a
 * container where Docker answers, else from a binary that the tests bring with them.
 */
public final class TestRedis {

    private static final Logger LOG = System.getLogger("io.dogpile.tests");

    private static boolean containers = Docker.answers(System.getenv());
    private static TestRedis shared;

    private final int port = RedisBinary.freePort();
    private final Redis server = startServer(port);

    private TestRedis() {}

    private static synchronized Redis startServer(int port) {
        if (containers) {
            try {
                return RedisBinary.start(new RedisContainer(port));
            } catch (RuntimeException noImage) {
                LOG.log(Level.WARNING, "Docker answers but starts no Redis; the tests use the binary", noImage);
                containers = false;
            }
        }
        return RedisBinary.start(RedisBinary.server(port));
    }

    /**
     * The server that all tests share; they use keys of their own.
     *
     * @return the server
     */
    public static synchronized TestRedis shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /**
     * A server for one test, which may stop it.
     *
     * @return the server
     */
    public static TestRedis start() {
        TestRedis redis = new TestRedis();
        Runtime.getRuntime().addShutdownHook(new Thread(redis::stop));
        return redis;
    }

    /**
     * Where it listens.
     *
     * @return the port on 127.0.0.1
     */
    public int port() {
        return port;
    }

    /** Starts it again, empty. */
    public void restart() {
        RedisBinary.start(server);
    }

    /** Kills it, as {@code kill -9} does. */
    public void stop() {
        RedisBinary.stop(server);
    }
}
