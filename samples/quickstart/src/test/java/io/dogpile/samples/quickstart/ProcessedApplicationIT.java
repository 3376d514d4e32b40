package io.dogpile.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application as it is deployed, started with what was generated from its bean definitions during the build. */
@Timeout(600)
class ProcessedApplicationIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final List<String> log = new ArrayList<>();
    private Process process;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        JAVA,
                        "-Dspring.aot.enabled=true",
                        "-XX:TieredStopAtLevel=1", // halves what the start costs
                        "-jar",
                        System.getProperty("application.jar"),
                        "--server.port=0")
                .redirectErrorStream(true)
                .start();
        var output = process.inputReader();
        for (String line = output.readLine(); line != null && address == null; line = output.readLine()) {
            log.add(line);
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                address = URI.create("http://localhost:" + port.group(1));
            }
        }
        assertThat(address).as("%s", log).isNotNull();
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Test
    void itAnswersAsItDoesUnprocessed() throws Exception {
        assertThat(log).anyMatch(line -> line.contains("Starting AOT-processed QuickstartApplication"));
        assertThat(queries("uncached", 10)).isEqualTo(10);
        assertThat(queries("cached", 100)).as("an annotated method").isEqualTo(1);
        assertThat(queries("region", 100)).as("an injected region").isEqualTo(1);
    }

    private int queries(String mode, int callers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address.resolve("/bursts?mode=" + mode + "&callers=" + callers))
                .POST(BodyPublishers.noBody())
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode burst = JsonMapper.shared().readTree(response.body());
        assertThat(burst.get("errors").asInt()).isZero();
        return burst.get("queries").asInt();
    }
}
