package io.dogpile.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lists all that the checks at start-up found. */
final class StartupCheckFailureAnalyzer extends AbstractFailureAnalyzer<StartupCheckException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartupCheckException cause) {
        StringBuilder description = new StringBuilder("The use of regions is not right:%n%n".formatted());
        cause.findings().forEach(finding -> description.append("    - %s%n".formatted(finding)));
        return new FailureAnalysis(
                description.toString(),
                "Correct the names, or configure the missing regions and remove those that are not used. With"
                        + " dogpile.startup-checks=log the application starts, and what is found is logged.",
                cause);
    }
}
