package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Whether beans may use regions without the container knowing which: through the cache manager, through an {@code
 * ObjectProvider}, or by being made later. Then no region can be called unused.
 */
final class HiddenUses {

    private final ConfigurableListableBeanFactory beans;
    private final BeanClasses classes;

    HiddenUses(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        this.classes = new BeanClasses(beans);
    }

    boolean mayExist() {
        for (String bean : beans.getBeanDefinitionNames()) {
            Class<?> type = classes.of(bean);
            if (type != null && CacheRegion.class != type && mayUse(bean, type)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayUse(String bean, Class<?> type) {
        boolean exists = beans.containsSingleton(bean);
        try {
            return dependencies(bean, type).stream().anyMatch(each -> hides(each) || (!exists && mentions(each)));
        } catch (LinkageError | IllegalStateException unreadable) {
            return true; // nobody knows
        }
    }

    private List<ResolvableType> dependencies(String bean, Class<?> type) {
        List<ResolvableType> types = new ArrayList<>();
        BeanDefinition definition = beans.getMergedBeanDefinition(bean);
        Method factory = definition instanceof RootBeanDefinition root ? root.getResolvedFactoryMethod() : null;
        if (factory != null) {
            for (int i = 0; i < factory.getParameterCount(); i++) {
                types.add(ResolvableType.forMethodParameter(factory, i));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            for (int i = 0; i < constructor.getParameterCount(); i++) {
                types.add(ResolvableType.forConstructorParameter(constructor, i));
            }
        }
        ReflectionUtils.doWithFields(type, (Field field) -> types.add(ResolvableType.forField(field)));
        return types;
    }

    /** A collection of regions, or one, is known to the container once the bean exists. */
    private static boolean hides(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (CacheManager.class.isAssignableFrom(raw) || Cache.class.isAssignableFrom(raw)) {
            return true;
        }
        boolean known =
                Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw) || raw == Optional.class;
        return !known && raw != CacheRegion.class && mentions(type);
    }

    private static boolean mentions(ResolvableType type) {
        if (type.toClass() == CacheRegion.class) {
            return true;
        }
        for (ResolvableType generic : type.getGenerics()) {
            if (mentions(generic)) {
                return true;
            }
        }
        return false;
    }
}
