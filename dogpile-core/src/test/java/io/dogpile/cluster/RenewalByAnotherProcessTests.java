package io.dogpile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one process' creator says of its data is offered to another's. */
@Timeout(300)
class RenewalByAnotherProcessTests {

    @Test
    void anETagIsOfferedToTheNextCreatorWhereverItRuns() {
        try (Cluster cluster = Cluster.of(2, "clock=manual", "server-clock=false", "expiration-time=PT1M")) {
            WorkerProcess first = cluster.worker(0);
            WorkerProcess second = cluster.worker(1);
            assertThat(first.ask("create-tagged", "key", "1")).isEqualTo("key#1");
            cluster.all("advance", "PT1M");
            assertThat(cluster.all("get", "key")).containsOnly("null");

            assertThat(second.ask("create-unless", "key", "1")).isEqualTo("key#1");

            assertThat(cluster.creations("key")).as("it was not modified").isEqualTo(1);
            assertThat(cluster.all("get", "key")).containsOnly("key#1");
            cluster.all("advance", "PT1M");
            assertThat(first.ask("create-unless", "key", "2")).isEqualTo("key#2");
        }
    }
}
