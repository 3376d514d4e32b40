package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyTextTests {

    record Point(int x, int y) {}

    record Named(String name, Point at) {}

    @Test
    void scalarsAreWrittenAsOneWouldTypeThem() {
        assertThat(KeyText.of("user:42")).isEqualTo("user:42");
        assertThat(KeyText.of("a b,c\\d=e")).isEqualTo("a b,c\\d=e");
        assertThat(KeyText.of("")).isEmpty();
        assertThat(KeyText.of(42)).isEqualTo("42").isEqualTo(KeyText.of(42L)).isEqualTo(KeyText.of("42"));
        assertThat(KeyText.of(2.5)).isEqualTo("2.5");
        assertThat(KeyText.of(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(KeyText.of(true)).isEqualTo("true");
        assertThat(KeyText.of('x')).isEqualTo("x");
        assertThat(KeyText.of(DayOfWeek.MONDAY)).isEqualTo("MONDAY");
        assertThat(KeyText.of(LocalDate.of(2026, 11, 23))).isEqualTo("2026-11-23");
        assertThat(KeyText.of(new UUID(1, 2))).isEqualTo("00000000-0000-0001-0000-000000000002");
        assertThat(KeyText.of(URI.create("https://example.org/a"))).isEqualTo("https://example.org/a");
        assertThat(KeyText.of(String.class)).isEqualTo("java.lang.String");
    }

    @Test
    void datesAreWrittenInUtcWithAllTheirDigits() {
        Instant instant = Instant.parse("2026-11-23T01:02:03.004005006Z");

        assertThat(KeyText.of(Date.from(instant))).isEqualTo("2026-11-23T01:02:03.004Z");
        assertThat(KeyText.of(Timestamp.from(instant))).isEqualTo(instant.toString());
        assertThat(KeyText.of(new java.sql.Date(0))).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void compositesAreWrittenInParentheses() {
        assertThat(KeyText.of(List.of("a b", "c"))).isEqualTo("(a b,c)");
        assertThat(KeyText.of(List.of("a", List.of(1, 2)))).isEqualTo("(a,(1,2))");
        assertThat(KeyText.of(Map.of("x", 1))).isEqualTo("({x=1})");
        assertThat(KeyText.of(Map.entry("x", 1))).isEqualTo("(x=1)");
        assertThat(KeyText.of(Optional.of("x"))).isEqualTo("(?:x)");
        assertThat(KeyText.of(new Point(1, 2))).isEqualTo("(" + Point.class.getName() + ":1,2)");
        assertThat(KeyText.of(new Named("n", new Point(1, 2))))
                .isEqualTo("(" + Named.class.getName() + ":n,(" + Point.class.getName() + ":1,2))");
    }

    @Test
    void arraysAreWrittenLikeLists() {
        assertThat(KeyText.of(new int[] {1, 2})).isEqualTo("(1,2)").isEqualTo(KeyText.of(List.of(1, 2)));
        assertThat(KeyText.of(new String[][] {{"a"}, {"b", null}})).isEqualTo("((a),(b,\\0))");
    }

    @Test
    void setsAndMapsHaveOneTextInAnyOrder() {
        assertThat(KeyText.of(Set.of("c", "a", "b"))).isEqualTo("({a,b,c})");
        Map<String, Integer> oneWay = new LinkedHashMap<>();
        oneWay.put("b", 2);
        oneWay.put("a", 1);

        assertThat(KeyText.of(oneWay)).isEqualTo("({a=1,b=2})");
    }

    @Test
    void elementsAreEscaped() {
        assertThat(KeyText.of(List.of("a,b", "c"))).isEqualTo("(a\\,b,c)");
        assertThat(KeyText.of(List.of("a", "b,c"))).isEqualTo("(a,b\\,c)");
        assertThat(KeyText.of(List.of("(a)"))).isEqualTo("(\\(a\\))");
        assertThat(KeyText.of(List.of("\\"))).isEqualTo("(\\\\)");
        assertThat(KeyText.of(Map.of("a=b", "{c}"))).isEqualTo("({a\\=b=\\{c\\}})");
    }

    @Test
    void nullElementsDifferFromAnyText() {
        assertThat(KeyText.of(Arrays.asList("a", null))).isEqualTo("(a,\\0)");
        assertThat(KeyText.of(List.of("a", "\\0"))).isEqualTo("(a,\\\\0)");
        assertThat(KeyText.of(Collections.singletonMap(null, null))).isEqualTo("({\\0=\\0})");
        assertThat(KeyText.of(List.of("null"))).isEqualTo("(null)");
    }

    @Test
    void emptyOnesDifferFromThoseThatHoldAnEmptyText() {
        Map<Object, Object> emptyEntry = new HashMap<>(Map.of("", ""));
        List<Object> keys = List.of(
                List.of(),
                List.of(""),
                List.of("", ""),
                Set.of(),
                Set.of(""),
                Map.of(),
                emptyEntry,
                Optional.empty(),
                Optional.of(""),
                Map.entry("", ""));

        assertThat(keys.stream().map(KeyText::of)).doesNotHaveDuplicates();
    }

    @Test
    void aStringThatLooksLikeACompositeIsToldFromOne() {
        assertThat(KeyText.of("(a,b)")).isEqualTo("\\(a,b)").isNotEqualTo(KeyText.of(List.of("a", "b")));
        assertThat(KeyText.of("\\(a,b)")).isEqualTo("\\\\(a,b)");
    }

    @Test
    void anObjectWithoutTextOfItsOwnIsRefused() {
        Object unstable = new Object();

        for (Object key : List.of(unstable, List.of("a", unstable), Map.of("a", unstable), Optional.of(unstable))) {
            assertThatThrownBy(() -> KeyText.of(key))
                    .isInstanceOf(UnstableKeyException.class)
                    .hasMessageContaining("class java.lang.Object has no text of its own")
                    .hasMessageContaining("does not override toString()")
                    .hasMessageContaining("Use a String, a number, a record or a list as the key");
        }
    }

    @Test
    void aComponentThatCannotBeReadIsNamed() {
        record Broken(String part) {
            @Override
            public String part() {
                throw new IllegalStateException("broken");
            }
        }

        assertThatThrownBy(() -> KeyText.of(new Broken("x")))
                .isInstanceOf(UnstableKeyException.class)
                .hasMessageContaining("The component 'part' of the key " + Broken.class.getName() + " can't be read");
    }
}
