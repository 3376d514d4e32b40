package io.dogpile.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether the application leaves the type of its cache open. */
final class NoCacheTypeCondition extends SpringBootCondition {

    private static final String PROPERTY = "spring.cache.type";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String type = Binder.get(context.getEnvironment())
                .bind(PROPERTY, String.class)
                .orElse("");
        ConditionMessage.Builder message = ConditionMessage.forCondition("Cache type");
        return StringUtils.hasText(type)
                ? ConditionOutcome.noMatch(message.because(PROPERTY + " is " + type))
                : ConditionOutcome.match(message.because(PROPERTY + " is not set"));
    }
}
