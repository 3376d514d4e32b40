package io.dogpile.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;

/** A real Redis server on this machine that keeps nothing on disk, for one suite. */
public final class RedisServer implements AutoCloseable {

    private final redis.embedded.RedisServer process;
    private final int port;

    private RedisServer(redis.embedded.RedisServer process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one on a free port. */
    public static RedisServer start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        redis.embedded.RedisServer process = redis.embedded.RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        process.start();
        return new RedisServer(process, port);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.stop();
    }
}
