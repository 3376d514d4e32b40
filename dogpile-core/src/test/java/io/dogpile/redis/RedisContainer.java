package io.dogpile.redis;

import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import redis.embedded.Redis;

/** A server in a container that has the same port on this machine whenever it is started; each time it is empty. */
final class RedisContainer implements Redis {

    /** Of the binaries' version, so that a test means the same with either. */
    private static final DockerImageName IMAGE = DockerImageName.parse("redis:6.2-alpine");

    private final int port;
    private final GenericContainer<?> container;

    RedisContainer(int port) {
        this.port = port;
        this.container = new GenericContainer<>(IMAGE)
                .withCommand("redis-server", "--save", "", "--appendonly", "no")
                .withExposedPorts(6379);
        container.setPortBindings(List.of("127.0.0.1:" + port + ":6379"));
    }

    @Override
    public boolean isActive() {
        return container.isRunning();
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }
}
