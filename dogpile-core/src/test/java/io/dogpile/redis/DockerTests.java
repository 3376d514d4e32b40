package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the tests' servers come from is decided quickly, whatever DOCKER_HOST says. */
@Timeout(20)
class DockerTests {

    private static boolean answers(String host) {
        return Docker.answers(Map.of("DOCKER_HOST", host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:///nowhere/docker.sock",
                "tcp://127.0.0.1:1",
                "tcp://192.0.2.1:2375",
                "ssh://somewhere",
                "npipe:////./pipe/docker_engine",
                "no address",
                "tcp://127.0.0.1:-7"
            })
    void nobodyThere(String host) {
        assertThat(answers(host)).isFalse();
    }

    @Test
    void aSilentDockerIsGivenUpSoon() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long started = System.nanoTime();
            assertThat(answers("tcp://127.0.0.1:" + silent.getLocalPort())).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK, true", "HTTP/1.1 500 Internal Server Error, false", "SSH-2.0-OpenSSH, false"})
    void whatAnswersMustBeDocker(String answer, boolean expected, @TempDir Path directory) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("docker.sock"));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address);
            Thread docker = new Thread(() -> {
                try (SocketChannel client = listener.accept()) {
                    client.read(ByteBuffer.allocate(1_000));
                    client.write(ByteBuffer.wrap((answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
                } catch (IOException closed) {
                    throw new AssertionError(closed);
                }
            });
            docker.start();
            assertThat(answers("unix://" + address.getPath())).isEqualTo(expected);
            docker.join();
        }
    }
}
