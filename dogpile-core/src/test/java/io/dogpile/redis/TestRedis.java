package io.dogpile.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis server for the tests of this JVM, started when it is first asked for and stopped with the JVM. */
public final class TestRedis {

    private static TestRedis shared;

    private final RedisServer server;
    private final int port;

    private TestRedis() {
        try {
            port = freePort();
            server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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
        try {
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Stops it. */
    public void stop() {
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Kills it, as {@code kill -9} does. */
    public void kill() {
        long pid;
        try (RawRedis raw = new RawRedis(this)) {
            pid = raw.processId();
        }
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
