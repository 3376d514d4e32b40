package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import io.dogpile.spring.cache.DuplicateRegionException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Adds which beans are regions. */
final class DuplicateRegionFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateRegionException> {

    private final BeanFactory beans;

    DuplicateRegionFailureAnalyzer(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DuplicateRegionException cause) {
        return new FailureAnalysis(
                cause.getMessage() + " Beans that are regions: " + String.join(", ", regions()) + ".",
                "Give one of the two another name, in the application's configuration or where the bean is made.",
                cause);
    }

    /** Without making any of them: the application has failed, and its beans are gone. */
    private String[] regions() {
        return beans instanceof ListableBeanFactory listable
                ? listable.getBeanNamesForType(CacheRegion.class, true, false)
                : new String[0];
    }
}
