package io.dogpile.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Finds out in a moment whether Docker answers on this machine; Testcontainers itself would look for long. */
final class Docker {

    private static final String STANDARD = "unix:///var/run/docker.sock";
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private Docker() {}

    /** Another machine's Docker is none: tests look for their servers on this one. */
    static boolean answers(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        try {
            URI uri = URI.create(host.isBlank() ? STANDARD : host);
            return switch (String.valueOf(uri.getScheme())) {
                case "unix" -> ping(UnixDomainSocketAddress.of(uri.getPath()));
                case "tcp" -> isHere(uri.getHost()) && ping(new InetSocketAddress(uri.getHost(), uri.getPort()));
                default -> false;
            };
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException absent) {
            return false;
        }
    }

    private static boolean isHere(String host) throws IOException {
        return InetAddress.getByName(host).isLoopbackAddress();
    }

    private static boolean ping(SocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address);
                Selector selector = Selector.open()) {
            channel.write(
                    ByteBuffer.wrap("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer answer = ByteBuffer.allocate(12);
            return selector.select(LIMIT.toMillis()) > 0
                    && channel.read(answer) == answer.capacity()
                    && new String(answer.array(), StandardCharsets.US_ASCII).endsWith(" 200");
        }
    }
}
