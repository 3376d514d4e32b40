package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChildProcessTests {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void whatAProcessSaysIsAnswered() throws Exception {
        assertThat(ChildProcess.output(List.of(JAVA, "--version"))).contains(System.getProperty("java.version"));
    }

    @Test
    void oneThatFailsIsAnErrorWithItsWords() {
        assertThatThrownBy(() -> ChildProcess.output(List.of(JAVA, "no.such.Class")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed")
                .hasMessageContaining("no.such.Class");
    }
}
