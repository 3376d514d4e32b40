package io.dogpile.spring.annotation;

import io.dogpile.region.CallOptions;
import io.dogpile.region.PolicySettings;
import io.dogpile.settings.Settings;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Reads {@link CachePolicy} of methods. Thread-safe. */
public final class CachePolicies {

    private static final Duration NEVER = Duration.ofSeconds(-1);

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
        Map<String, Object> said = PolicyAttributes.of(AopUtils.getMostSpecificMethod(method, type), type);
        if (said.isEmpty()) {
            return CallOptions.NONE;
        }
        String place = "@CachePolicy of " + type.getName() + "." + method.getName() + ": ";
        try {
            return options(said, place);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalStateException(place + unreadable.getMessage(), unreadable);
        }
    }

    private CallOptions options(Map<String, Object> said, String place) {
        Object shouldCache = said.remove("shouldCache");
        Settings settings = Settings.of("", values(said, place));
        CallOptions options = CallOptions.NONE.following(PolicySettings.read(settings, null));
        Duration expirationTime = duration(settings, "expirationTime", true);
        Duration serveStale = duration(settings, "serveStale", true);
        if (expirationTime != null || serveStale != null) {
            options = options.lasting(expirationTime, serveStale);
        }
        Duration waitTimeout = duration(settings, "waitTimeout", false);
        if (waitTimeout != null) {
            options = options.waitingAtMost(waitTimeout);
        }
        if (shouldCache != null) {
            options = options.cachingOnlyIf(
                    new ResultTest(ResultExpression.parse(place, "shouldCache", shouldCache.toString(), beans)));
        }
        return options;
    }

    private Map<String, Object> values(Map<String, Object> said, String place) {
        Map<String, Object> values = new LinkedHashMap<>();
        said.forEach((name, value) -> {
            if (name.equals("versionOf")) {
                values.put(name, ResultVersion.parse(place, name, value.toString(), beans));
            } else if (!(value instanceof String text)) {
                values.put(name, value);
            } else if (StringUtils.hasText(resolve(text))) {
                values.put(name, resolve(text));
            }
        });
        return values;
    }

    private String resolve(String text) {
        return beans instanceof ConfigurableBeanFactory resolving
                ? String.valueOf(resolving.resolveEmbeddedValue(text))
                : text;
    }

    private static @Nullable Duration duration(Settings settings, String name, boolean orNever) {
        Duration duration = settings.getDuration(name, null);
        if (duration != null && duration.isNegative() && !(orNever && duration.equals(NEVER))) {
            throw settings.invalid(
                    name, "is negative", "Give a duration such as 5m, or 0" + (orNever ? ", or -1 for never." : "."));
        }
        return duration;
    }
}
