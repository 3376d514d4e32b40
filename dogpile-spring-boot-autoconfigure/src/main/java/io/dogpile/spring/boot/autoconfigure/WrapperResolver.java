package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Suggestions;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Finds the proxies that a region's {@code wrap} names. */
final class WrapperResolver {

    private final ConfigurableListableBeanFactory beans;

    WrapperResolver(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    BackendWrapper resolve(String setting, String name) {
        if (beans.containsBean(name)) {
            if (beans.isTypeMatch(name, BackendWrapper.class)) {
                return beans.getBean(name, BackendWrapper.class);
            }
            throw unusable(setting, name, "the bean '" + name + "' is no BackendWrapper", null);
        }
        try {
            Class<?> type = ClassUtils.forName(name, beans.getBeanClassLoader());
            if (BackendWrapper.class.isAssignableFrom(type)) {
                return (BackendWrapper) beans.createBean(type);
            }
            Constructor<? extends ProxyBackend> constructor =
                    type.asSubclass(ProxyBackend.class).getConstructor(CacheBackend.class);
            return backend -> BeanUtils.instantiateClass(constructor, backend);
        } catch (ClassNotFoundException | LinkageError absent) {
            throw unusable(setting, name, "there is no bean and no class of that name", absent);
        } catch (ClassCastException | NoSuchMethodException notProxy) {
            throw unusable(setting, name, "the class can't be used as a proxy", notProxy);
        }
    }

    private InvalidSettingException unusable(String setting, String name, String reason, @Nullable Throwable cause) {
        List<String> known = List.of(beans.getBeanNamesForType(BackendWrapper.class));
        InvalidSettingException error = new InvalidSettingException(
                setting,
                name,
                reason,
                "Name a bean of type BackendWrapper, or a class that extends ProxyBackend and has a public constructor"
                        + " with one CacheBackend parameter."
                        + (known.isEmpty() ? "" : " " + Suggestions.advice(name, known)));
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }
}
