package io.dogpile.spring.annotation;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/** An expression about {@code #result}. */
record ResultTest(String place, Expression expression, BeanFactory beans) implements Predicate<@Nullable Object> {

    static ResultTest parse(String place, String expression, BeanFactory beans) {
        try {
            return new ResultTest(place, new SpelExpressionParser().parseExpression(expression), beans);
        } catch (ParseException unreadable) {
            throw new IllegalStateException(
                    "@CachePolicy of " + place + ": shouldCache='" + expression + "' is no expression in SpEL: "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    @Override
    public boolean test(@Nullable Object result) {
        StandardEvaluationContext context = new StandardEvaluationContext();
        context.setBeanResolver(new BeanFactoryResolver(beans));
        context.setVariable("result", result);
        Boolean answer;
        try {
            answer = expression.getValue(context, Boolean.class);
        } catch (EvaluationException failure) {
            throw new IllegalStateException(complaint(failure.getMessage()), failure);
        }
        if (answer == null) {
            throw new IllegalStateException(complaint("it is null, neither true nor false"));
        }
        return answer;
    }

    private String complaint(@Nullable String why) {
        return "@CachePolicy of " + place + ": shouldCache='" + expression.getExpressionString()
                + "' can't be answered: " + why;
    }
}
