package io.dogpile.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of the times of two that took turns. */
class TurnsTests {

    @Test
    void aSlowPhaseChangesNothing() {
        Turns turns = new Turns("reference");
        turns.add("twice", List.of(20.0, 10.0, 22.0, 11.0, 18.0, 9.0));
        turns.add("same", List.of(1_000.0, 1_000.0, 10.0, 10.0, 900.0, 900.0));

        assertThat(turns.time("twice") / turns.time("same")).isEqualTo(2);
    }

    @Test
    void theReferencesTimeIsItsMedianInAllTurns() {
        Turns turns = new Turns("reference");
        turns.add("reference", List.of(7.0, 10.0, 7.0, 11.0));
        turns.add("other", List.of(30.0, 10.0));

        assertThat(turns.time("reference")).isEqualTo(10);
        assertThat(turns.time("other")).isEqualTo(30);
    }

    @Test
    void oneTurnThatWasDisturbedDoesNotCount() {
        Turns turns = new Turns("reference");
        turns.add("other", List.of(10.0, 10.0, 500.0, 10.0, 11.0, 10.0));

        assertThat(turns.time("other")).isEqualTo(11);
    }

    @Test
    void theContendersTurnIsTheFirstOfEachTwo() {
        assertThat(Turns.own(List.of(1.0, 2.0, 3.0, 4.0))).containsExactly(1.0, 3.0);
    }

    @Test
    void halfATurnIsAnError() {
        assertThatThrownBy(() -> Turns.own(List.of(1.0, 2.0, 3.0))).hasMessageContaining("half");
        assertThatThrownBy(() -> Turns.own(List.of())).hasMessageContaining("no turns");
    }
}
