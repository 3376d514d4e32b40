package io.dogpile.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class ResultVersionTests {

    private static final Instant TIME = Instant.parse("2026-11-23T10:00:00.123456Z");

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    record Row(Object version) {}

    static List<Object> numbers() {
        return List.of(7, 7L, (short) 7, (byte) 7);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void wholeNumbersAreVersions(Object number) {
        assertThat(version().apply(new Row(number))).isEqualTo(7);
    }

    static List<Object> times() {
        return List.of(
                TIME,
                OffsetDateTime.ofInstant(TIME, ZoneOffset.ofHours(5)),
                ZonedDateTime.ofInstant(TIME, ZoneOffset.ofHours(-5)),
                LocalDateTime.ofInstant(TIME, ZoneOffset.UTC),
                Timestamp.from(TIME));
    }

    @ParameterizedTest
    @MethodSource("times")
    void pointsInTimeCountInMicroseconds(Object time) {
        assertThat(version().apply(new Row(time))).isEqualTo(1_795_428_000_123_456L);
    }

    @Test
    void datesAreAsPreciseAsTheyAre() {
        assertThat(version().apply(new Row(Date.from(TIME)))).isEqualTo(1_795_428_000_123_000L);
    }

    @Test
    void whatHasNoneHasNoVersion() {
        assertThat(version().apply(new Row(null))).isNull();
        assertThat(version().apply(null)).isNull();
    }

    static List<Object> others() {
        return List.of("7", 7.5, LocalDate.EPOCH, -1, Instant.EPOCH.minusMillis(1), Instant.MAX, new java.sql.Date(0));
    }

    @ParameterizedTest
    @MethodSource("others")
    void everythingElseIsRefusedWithItsPlace(Object other) {
        assertThatThrownBy(() -> version().apply(new Row(other)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cache.rows.version-of='#result.version' can't be answered: it is " + other);
    }

    @Test
    void aFailingExpressionIsNamed() {
        assertThatThrownBy(() -> version().apply("no row"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cache.rows.version-of='#result.version' can't be answered: ")
                .hasMessageContaining("'version'");
    }

    @Test
    void beansCanBeAsked() {
        beans.registerSingleton("clock", TIME);
        assertThat(ResultVersion.parse("", "versionOf", "@clock", beans).apply("any"))
                .isEqualTo(1_795_428_000_123_456L);
    }

    @Test
    void itReadsAsItIsWritten() {
        assertThat(version()).hasToString("#result.version");
    }

    private ResultVersion version() {
        return ResultVersion.parse("cache.rows.", "version-of", "#result.version", beans);
    }
}
