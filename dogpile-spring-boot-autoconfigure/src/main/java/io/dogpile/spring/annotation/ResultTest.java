package io.dogpile.spring.annotation;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A yes or no about {@code #result}. */
record ResultTest(ResultExpression expression) implements Predicate<@Nullable Object> {

    @Override
    public boolean test(@Nullable Object result) {
        Boolean answer = expression.about(result, Boolean.class);
        if (answer == null) {
            throw expression.unanswered("it is null, neither true nor false", null);
        }
        return answer;
    }
}
