package io.dogpile.samples.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.RestClient;

/** Two processes on one Redis, started with what was generated from their bean definitions during the build. */
@Timeout(600)
@ExtendWith(OutputCaptureExtension.class)
class ProcessedInstancesIT {

    @Test
    void theyMakeOneQueryAsTheyDoUnprocessed(CapturedOutput output) throws Exception {
        try (var two = TwoInstances.start(freePort(), freePort())) {
            assertThat(output.getOut().lines().filter(line -> line.contains("Starting AOT-processed ShopApplication")))
                    .hasSize(2);
            var burst = RestClient.create()
                    .post()
                    .uri(two.addresses().get(0) + "/bursts?mode=CACHED&callers=50")
                    .retrieve()
                    .body(TwoInstancesTests.Burst.class);
            assertThat(burst.errors()).isZero();
            assertThat(burst.requests()).isEqualTo(100);
            assertThat(burst.queries()).isEqualTo(1);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
