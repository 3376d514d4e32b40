package io.dogpile.spring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.StringUtils;

/**
 * What is said by annotations on a method and its class, attribute by attribute: first by {@link CachePolicy} on the
 * method, then by others that include one, such as {@link CacheOnArguments}, then on the class.
 */
final class PolicyAttributes {

    private PolicyAttributes() {}

    static Map<String, Object> of(Method method, Class<?> type) {
        Map<String, Object> said = new LinkedHashMap<>();
        add(said, method);
        add(said, type);
        return said;
    }

    private static void add(Map<String, Object> said, AnnotatedElement element) {
        MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
        MergedAnnotation<CachePolicy> nearest = annotations.get(CachePolicy.class);
        annotations.stream(CachePolicy.class)
                .filter(each -> each.getAggregateIndex() == nearest.getAggregateIndex()) // not what is overridden
                .forEach(each -> each.asMap().forEach((name, value) -> add(said, name, value)));
    }

    private static void add(Map<String, Object> said, String name, Object value) {
        if (value instanceof Class<?>[] types) {
            if (types.length > 0) {
                said.putIfAbsent(name, List.of(types));
            }
        } else if (StringUtils.hasText(value.toString())) {
            said.putIfAbsent(name, value);
        }
    }
}
