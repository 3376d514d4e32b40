package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatedTests {

    private static Measurement of(String contender, String threads, Map<String, Double> figures) {
        return new Measurement("topic", contender, Map.of("threads", threads), figures);
    }

    private static Suite measuring(List<List<Measurement>> runs) {
        Iterator<List<Measurement>> next = runs.iterator();
        return new Suite() {
            @Override
            public String topic() {
                return "topic";
            }

            @Override
            public List<Measurement> run(Effort effort) {
                return next.next();
            }
        };
    }

    @Test
    void figuresAreMediansAndTheWorstStaysTheWorst() throws Exception {
        Suite suite = new Repeated(measuring(List.of(
                List.of(of("A", "1", Map.of("p99 ms", 3.0, "max ms", 4.0, "creations, worst", 1.0))),
                List.of(of("A", "1", Map.of("p99 ms", 50.0, "max ms", 90.0, "creations, worst", 2.0))),
                List.of(of("A", "1", Map.of("p99 ms", 4.0, "max ms", 5.0, "creations, worst", 1.0))))));

        assertThat(suite.run(Effort.FULL))
                .containsExactly(of("A", "1", Map.of("p99 ms", 4.0, "max ms", 90.0, "creations, worst", 2.0)));
    }

    @Test
    void contendersAndSettingsStayApart() throws Exception {
        List<Measurement> run = List.of(
                of("A", "1", Map.of("ms", 1.0)), of("A", "2", Map.of("ms", 2.0)), of("B", "1", Map.of("ms", 3.0)));

        assertThat(new Repeated(measuring(List.of(run, run, run))).run(Effort.FULL))
                .isEqualTo(run);
    }

    @Test
    void onceIsEnoughToSeeThatItRuns() throws Exception {
        List<Measurement> run = List.of(of("A", "1", Map.of("ms", 1.0)));

        assertThat(new Repeated(measuring(List.of(run))).run(Effort.SMALLEST)).isEqualTo(run);
    }
}
