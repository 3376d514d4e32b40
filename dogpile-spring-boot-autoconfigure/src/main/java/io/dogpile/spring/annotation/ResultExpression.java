package io.dogpile.spring.annotation;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * An expression in SpEL about {@code #result}. Thread-safe.
 *
 * @param place where it is written, for messages
 * @param setting the name of the attribute or property that it is the value of
 * @param expression the expression
 * @param beans the beans that it may refer to
 */
record ResultExpression(String place, String setting, Expression expression, BeanFactory beans) {

    /** Throws an {@link IllegalArgumentException} that does not name the place. */
    static ResultExpression parse(String place, String setting, String text, BeanFactory beans) {
        try {
            return new ResultExpression(place, setting, new SpelExpressionParser().parseExpression(text), beans);
        } catch (ParseException unreadable) {
            throw new IllegalArgumentException(
                    setting + "='" + text + "' is no expression in SpEL: " + unreadable.getMessage(), unreadable);
        }
    }

    <T> @Nullable T about(@Nullable Object result, Class<T> type) {
        StandardEvaluationContext context = new StandardEvaluationContext();
        context.setBeanResolver(new BeanFactoryResolver(beans));
        context.setVariable("result", result);
        try {
            return expression.getValue(context, type);
        } catch (EvaluationException failure) {
            throw unanswered(failure.getMessage(), failure);
        }
    }

    IllegalStateException unanswered(@Nullable String why, @Nullable Throwable cause) {
        return new IllegalStateException(
                place + setting + "='" + expression.getExpressionString() + "' can't be answered: " + why, cause);
    }
}
