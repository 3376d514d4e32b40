package io.dogpile.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether anything is to be checked. */
final class StartupChecksCondition extends SpringBootCondition {

    private static final String PROPERTY = "dogpile.startup-checks";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        StartupCheckMode mode = Binder.get(context.getEnvironment())
                .bind(PROPERTY, StartupCheckMode.class)
                .orElse(StartupCheckMode.LOG);
        return new ConditionOutcome(
                mode != StartupCheckMode.OFF,
                ConditionMessage.forCondition("Start-up checks").because(PROPERTY + " is " + mode));
    }
}
