package io.dogpile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P1 across processes. */
@Timeout(300)
class OneCreationInAllProcessesTests {

    @Test
    void fourProcessesOfFiftyThreadsMakeOneCreation() {
        try (Cluster cluster = Cluster.of(4)) {
            for (int round = 0; round < 100; round++) {
                String key = "key-" + round;
                // instant creators race at the end of a creation, slow ones have everybody wait
                List<String> values = cluster.all("storm", key, "50", round % 2 == 0 ? "none" : "PT0.02S");

                assertThat(values).as(key).hasSize(4).containsOnly(key + "#1");
                assertThat(cluster.creations(key)).as(key).isEqualTo(1);
                cluster.assertNoLeftovers();
            }
            cluster.assertSettled("key-0", "key-0#1");
        }
    }

    @Test
    void callersThatWaitAndCallersThatDoNotMakeOneCreation() {
        try (Cluster cluster = Cluster.of(3)) {
            for (int round = 0; round < 30; round++) {
                String key = "key-" + round;
                List<String> values = cluster.all("storm-mixed", key, "50", round % 2 == 0 ? "none" : "PT0.02S");

                assertThat(values).as(key).hasSize(3).containsOnly(key + "#1");
                assertThat(cluster.creations(key)).as(key).isEqualTo(1);
                cluster.assertNoLeftovers();
            }
            cluster.assertSettled("key-0", "key-0#1");
        }
    }

    @Test
    void batchesOfTheSameKeysInDifferentOrdersCreateEachKeyOnce() {
        try (Cluster cluster = Cluster.of(3)) {
            for (int round = 0; round < 30; round++) {
                String name = "key-" + round + "-";
                List<String> keys =
                        IntStream.range(0, 8).mapToObj(i -> name + i).toList();
                String values = keys.stream().map(key -> key + "#1").collect(Collectors.joining(","));

                assertThat(cluster.all("storm-multi", String.join(",", keys), "6", round % 2 == 0 ? "none" : "PT0.01S"))
                        .hasSize(3)
                        .containsOnly(values);
                assertThat(keys)
                        .allSatisfy(key ->
                                assertThat(cluster.creations(key)).as(key).isEqualTo(1));
                cluster.assertNoLeftovers();
            }
            cluster.assertSettled("key-0-0", "key-0-0#1");
        }
    }
}
