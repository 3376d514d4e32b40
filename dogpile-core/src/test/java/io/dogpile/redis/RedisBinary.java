package io.dogpile.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import redis.embedded.Redis;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** Real servers from binaries, as processes on 127.0.0.1 that end with this JVM at the latest. */
final class RedisBinary {

    private static final int HIGHEST_PORT = 50_000;
    private static final int BUS_DISTANCE = 10_000;

    private RedisBinary() {}

    /** A server that keeps nothing on disk and is killed rather than asked to stop. Not started yet. */
    static RedisServer server(int port, String... settings) {
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .onShutdownForceStop(true)
                    .setting("save \"\"")
                    .setting("appendonly no");
            for (String setting : settings) {
                builder.setting(setting);
            }
            return builder.build();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static <R extends Redis> R start(R redis) {
        try {
            redis.start();
            return redis;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void stop(Redis redis) {
        try {
            redis.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A port that is free, and so is the one on which nodes of a cluster would talk to each other. */
    static int freePort() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, HIGHEST_PORT);
            if (isFree(port) && isFree(port + BUS_DISTANCE)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
