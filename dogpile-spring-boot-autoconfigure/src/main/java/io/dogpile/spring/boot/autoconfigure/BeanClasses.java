package io.dogpile.spring.boot.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** The application's own classes among those of the beans, beneath proxies. Makes no bean to ask for its class. */
final class BeanClasses {

    private final ConfigurableListableBeanFactory beans;

    BeanClasses(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    Set<Class<?>> all() {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = of(name);
            if (type != null) {
                classes.add(type);
            }
        }
        return classes;
    }

    /** Null for what is not the application's, or not known before the bean is made. */
    @Nullable
    Class<?> of(String bean) {
        Class<?> type = beans.containsSingleton(bean)
                ? AutoProxyUtils.determineTargetClass(beans, bean)
                : beans.getType(bean, false);
        if (type == null) {
            return null;
        }
        Class<?> own = ClassUtils.getUserClass(type);
        return own.getName().startsWith("org.springframework.") || own.getName().startsWith("io.dogpile.spring.")
                ? null
                : own;
    }
}
