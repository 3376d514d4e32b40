package io.dogpile.spring.annotation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.ChronoZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * The version of a value's data, as an expression in SpEL about {@code #result}, such as {@code #result.version}. It
 * answers a whole number, or a point in time, which counts in microseconds since 1970: {@code Instant}, {@code
 * OffsetDateTime}, {@code ZonedDateTime}, {@code Date}, or {@code LocalDateTime}, taken as UTC. A null, and a value that
 * is null, has no version. Thread-safe.
 */
public final class ResultVersion implements Function<Object, @Nullable Long> {

    private final ResultExpression expression;

    private ResultVersion(ResultExpression expression) {
        this.expression = expression;
    }

    /**
     * Reads an expression.
     *
     * @param place stands before the setting's name in messages about values whose version can't be told
     * @param setting the name of the setting that it is the value of
     * @param text the expression
     * @param beans the beans that it may refer to as {@code @name}
     * @return the function
     * @throws IllegalArgumentException if it is no expression; the message names the setting, and not the place
     */
    public static ResultVersion parse(String place, String setting, String text, BeanFactory beans) {
        return new ResultVersion(ResultExpression.parse(place, setting, text, beans));
    }

    /**
     * The version of a value.
     *
     * @param result the value
     * @return its version, 0 or more; null if it has none
     * @throws IllegalStateException if the expression fails, or answers something else
     */
    @Override
    public @Nullable Long apply(@Nullable Object result) {
        Object answer = result == null ? null : expression.about(result, Object.class);
        if (answer == null) {
            return null;
        }
        long version = number(answer);
        if (version < 0) {
            throw expression.unanswered("it is " + answer + ", and a version is 0 or more", null);
        }
        return version;
    }

    private long number(Object answer) {
        if (answer instanceof Long || answer instanceof Integer || answer instanceof Short || answer instanceof Byte) {
            return ((Number) answer).longValue();
        }
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant(answer));
        } catch (DateTimeException | ArithmeticException | UnsupportedOperationException noInstant) {
            throw expression.unanswered("it is " + answer + ", which has no time or is too far away", noInstant);
        }
    }

    private Instant instant(Object answer) {
        if (answer instanceof Instant instant) {
            return instant;
        }
        if (answer instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (answer instanceof ChronoZonedDateTime<?> time) {
            return time.toInstant();
        }
        if (answer instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        if (answer instanceof Date time) {
            return time.toInstant();
        }
        throw expression.unanswered(
                "it is " + answer + " (" + answer.getClass().getName()
                        + "), neither a whole number nor a point in time",
                null);
    }

    /** The expression. */
    @Override
    public String toString() {
        return expression.expression().getExpressionString();
    }
}
