package io.dogpile.spring.boot.autoconfigure;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Has a native image keep the classes that regions name in their configuration. */
final class RegionsAotProcessor implements BeanFactoryInitializationAotProcessor {

    RegionsAotProcessor() {}

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beans) {
        if (!beans.containsBeanDefinition(RegionsRegistrar.FACTORY)) {
            return null;
        }
        RegionBinder binder = RegionBinder.of(beans.getBean(Environment.class));
        Set<Class<?>> proxies = new LinkedHashSet<>();
        Set<Class<?>> failures = new LinkedHashSet<>();
        Set<Class<?>> values = new LinkedHashSet<>();
        for (String name : binder.names()) {
            RegionProperties region = binder.bind(name);
            addPresent(
                    proxies,
                    region.getWrap().stream()
                            .filter(part -> !beans.containsBean(part))
                            .toList(),
                    beans);
            addPresent(failures, Objects.requireNonNullElse(region.getCachedFailures(), List.of()), beans);
            if (region.getValueType() != null) {
                values.add(region.getValueType());
            }
        }
        return (generation, code) ->
                register(proxies, failures, values, generation.getRuntimeHints().reflection());
    }

    private static void addPresent(Set<Class<?>> classes, List<String> names, ConfigurableListableBeanFactory beans) {
        names.stream()
                .filter(name -> ClassUtils.isPresent(name, beans.getBeanClassLoader()))
                .forEach(name -> classes.add(ClassUtils.resolveClassName(name, beans.getBeanClassLoader())));
    }

    private static void register(
            Set<Class<?>> proxies, Set<Class<?>> failures, Set<Class<?>> values, ReflectionHints hints) {
        failures.forEach(hints::registerType);
        proxies.forEach(type -> hints.registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
        new BindingReflectionHintsRegistrar().registerReflectionHints(hints, values.toArray(new Class<?>[0]));
        values.stream().filter(Serializable.class::isAssignableFrom).forEach(hints::registerJavaSerialization);
    }
}
