package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTests {

    @Test
    void helpListsWhatCanBeMeasuredAndTheReport() {
        assertThat(Main.commandLine().getUsageMessage())
                .contains(Main.suites().stream().map(Suite::topic).toList())
                .contains("report");
    }
}
