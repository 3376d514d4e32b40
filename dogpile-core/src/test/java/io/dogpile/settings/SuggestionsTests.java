package io.dogpile.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTests {

    private static final List<String> KNOWN = List.of("redis", "memory", "local");

    @Test
    void theNearestNameIsSuggestedAndAllAreListedInOrder() {
        assertThat(Suggestions.advice("reddis", KNOWN))
                .isEqualTo("Did you mean 'redis'? Known are: local, memory, redis.");
    }

    @Test
    void nothingIsSuggestedWhenNothingIsNear() {
        assertThat(Suggestions.advice("elephant", KNOWN)).isEqualTo("Known are: local, memory, redis.");
        assertThat(Suggestions.nearest("elephant", KNOWN)).isEmpty();
    }

    @Test
    void atMostAThirdOfTheLettersMayDiffer() {
        assertThat(Suggestions.nearest("memxxy", KNOWN)).hasValue("memory");
        assertThat(Suggestions.nearest("mexxxy", KNOWN)).isEmpty();
        assertThat(Suggestions.nearest("b", List.of("a"))).hasValue("a");
    }

    @Test
    void caseDoesNotMatter() {
        assertThat(Suggestions.nearest("REDIS", KNOWN)).hasValue("redis");
    }

    @Test
    void missingAddedAndSwappedLettersAreSeen() {
        assertThat(Suggestions.nearest("memry", KNOWN)).hasValue("memory");
        assertThat(Suggestions.nearest("memoryy", KNOWN)).hasValue("memory");
        assertThat(Suggestions.nearest("memroy", KNOWN)).hasValue("memory");
    }

    @Test
    void ofTwoThatAreEquallyNearTheFirstInTheAlphabetIsSuggested() {
        assertThat(Suggestions.nearest("cat", List.of("hat", "bat"))).hasValue("bat");
    }

    @Test
    void saysSoWhenThereIsNothingToChooseFrom() {
        assertThat(Suggestions.advice("x", List.of())).isEqualTo("There are none to choose from.");
    }
}
