package io.dogpile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The expiration time that the creating process draws for a value is the value's, wherever it is read. */
@Timeout(300)
class JitterTests {

    private static final List<String> KEYS =
            IntStream.range(0, 6).mapToObj(number -> "key" + number).toList();

    @Test
    void allProcessesCallAValueStaleAtTheSameMoment() {
        try (Cluster cluster = Cluster.of(
                2, "clock=manual", "server-clock=false", "expiration-time=PT100S", "expiration-jitter=0.5")) {
            KEYS.forEach(key -> cluster.worker(0).ask("create", key, "none"));

            Map<String, Integer> staleAfter = new TreeMap<>();
            for (int second = 0; staleAfter.size() < KEYS.size() && second <= 102; second += 2) {
                for (String key : KEYS) {
                    List<String> seen = cluster.all("get", key);
                    assertThat(seen)
                            .as("%s after %s s", key, second)
                            .containsOnly(staleAfter.containsKey(key) ? "null" : seen.get(0));
                    if (seen.get(0).equals("null")) {
                        staleAfter.putIfAbsent(key, second);
                    }
                }
                cluster.all("advance", "PT2S");
            }

            assertThat(staleAfter.values()).hasSize(KEYS.size()).allMatch(second -> second >= 50 && second <= 100);
            assertThat(staleAfter.values().stream().distinct().count())
                    .as("not all at the same time")
                    .isGreaterThan(1);
        }
    }
}
