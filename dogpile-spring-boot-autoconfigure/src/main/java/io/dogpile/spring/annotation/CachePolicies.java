package io.dogpile.spring.annotation;

import io.dogpile.region.CallOptions;
import io.dogpile.settings.Settings;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Reads {@link CachePolicy} of methods. Thread-safe. */
public final class CachePolicies {

    private final BeanFactory beans;

    /**
     * Creates a reader.
     *
     * @param beans resolves placeholders, and names of beans in expressions
     */
    public CachePolicies(BeanFactory beans) {
        this.beans = beans;
    }

    /**
     * What calls of a method do differently from their region.
     *
     * @param method the method, may be that of an interface
     * @param target the class of the object that has it
     * @return options; {@link CallOptions#NONE} for nothing
     * @throws IllegalStateException if a setting can't be read; it names the method
     */
    public CallOptions options(Method method, Class<?> target) {
        Class<?> type = ClassUtils.getUserClass(target);
        Method specific = AopUtils.getMostSpecificMethod(method, type);
        CachePolicy own = AnnotatedElementUtils.findMergedAnnotation(specific, CachePolicy.class);
        CachePolicy general = AnnotatedElementUtils.findMergedAnnotation(type, CachePolicy.class);
        if (own == null && general == null) {
            return CallOptions.NONE;
        }
        String place = type.getName() + "." + method.getName();
        Duration expirationTime = duration(place, "expirationTime", first(own, general, CachePolicy::expirationTime));
        Duration serveStale = duration(place, "serveStale", first(own, general, CachePolicy::serveStale));
        String shouldCache = first(own, general, CachePolicy::shouldCache);
        CallOptions options = expirationTime == null && serveStale == null
                ? CallOptions.NONE
                : CallOptions.NONE.lasting(expirationTime, serveStale);
        return StringUtils.hasText(shouldCache)
                ? options.cachingOnlyIf(ResultTest.parse(place, shouldCache, beans))
                : options;
    }

    private static String first(
            @Nullable CachePolicy own, @Nullable CachePolicy general, Function<CachePolicy, String> setting) {
        String text = own == null ? "" : setting.apply(own);
        return text.isEmpty() && general != null ? setting.apply(general) : text;
    }

    private @Nullable Duration duration(String place, String name, String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            String resolved =
                    beans instanceof ConfigurableBeanFactory resolving ? resolving.resolveEmbeddedValue(text) : text;
            Settings settings = Settings.of("", Map.of(name, String.valueOf(resolved)));
            Duration duration = settings.getDuration(name, null);
            if (duration != null && duration.isNegative() && !duration.equals(Duration.ofSeconds(-1))) {
                throw settings.invalid(name, "is negative", "Give a duration such as 5m, 0, or -1 for never.");
            }
            return duration;
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalStateException("@CachePolicy of " + place + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
