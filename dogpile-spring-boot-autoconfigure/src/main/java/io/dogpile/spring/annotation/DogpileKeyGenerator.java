package io.dogpile.spring.annotation;

import io.dogpile.region.FunctionKeyGenerator;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Keys of dogpile.cache's form: {@code com.example.Books:find|9780141439518}, with a namespace {@code
 * com.example.Books:find|v2|9780141439518}, several arguments separated by a space. The class is the application's own,
 * not a proxy's. Where a class has several methods of one name, the types of the parameters follow it: {@code
 * com.example.Books:find(java.lang.String)|…}. Thread-safe.
 *
 * <p>Keys are text on every backend. An argument whose class has no {@code toString()} of its own is refused with an
 * {@link io.dogpile.region.UnstableKeyException}.
 */
public final class DogpileKeyGenerator implements KeyGenerator {

    /** The name of the bean: {@value}. */
    public static final String BEAN = "dogpileKeyGenerator";

    private static final FunctionKeyGenerator KEYS = FunctionKeyGenerator.dogpile();

    private record Function(String name, @Nullable String namespace) {}

    private final Map<AnnotatedElementKey, Function> functions = new ConcurrentHashMap<>();

    /** Creates a generator. */
    public DogpileKeyGenerator() {}

    @Override
    public Object generate(Object target, Method method, @Nullable Object... params) {
        Class<?> type = AopUtils.getTargetClass(target);
        Function function =
                functions.computeIfAbsent(new AnnotatedElementKey(method, type), unknown -> describe(type, method));
        List<@Nullable Object> arguments = Arrays.asList(params);
        return KEYS.generate(
                function.namespace,
                function.name,
                KotlinDetector.isSuspendingFunction(method) ? arguments.subList(0, params.length - 1) : arguments);
    }

    /**
     * The key of a call of another method, to remove what that has cached: {@code @CacheEvict(cacheNames = "books", key =
     * "@dogpileKeyGenerator.key(#root.target, 'find', #isbn)")}.
     *
     * @param target the object that has the method
     * @param method the method's name
     * @param arguments what it would be called with
     * @return the key
     * @throws IllegalArgumentException if the object's class has no such method with as many parameters, or several
     */
    public Object key(Object target, String method, @Nullable Object... arguments) {
        Class<?> type = ClassUtils.getUserClass(AopUtils.getTargetClass(target));
        List<Method> fitting = methods(type, method).stream()
                .filter(candidate -> candidate.getParameterCount() == arguments.length)
                .toList();
        if (fitting.size() != 1) {
            throw new IllegalArgumentException(type.getName() + " has " + fitting.size() + " methods named '" + method
                    + "' with " + arguments.length + " parameters; a key can be made for exactly one");
        }
        return generate(target, fitting.get(0), arguments);
    }

    private static Function describe(Class<?> target, Method method) {
        Method specific = AopUtils.getMostSpecificMethod(method, target);
        Class<?> type = ClassUtils.getUserClass(target);
        String name = type.getName() + ":" + method.getName();
        if (methods(type, method.getName()).size() > 1) {
            name += Arrays.stream(specific.getParameterTypes())
                    .map(Class::getTypeName)
                    .collect(Collectors.joining(",", "(", ")"));
        }
        return new Function(name, namespace(specific));
    }

    private static List<Method> methods(Class<?> type, String name) {
        return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
                .filter(method -> method.getName().equals(name) && !method.isBridge() && !method.isSynthetic())
                .toList();
    }

    private static @Nullable String namespace(Method method) {
        CacheOnArguments single = AnnotatedElementUtils.findMergedAnnotation(method, CacheOnArguments.class);
        CacheMultiOnArguments multi = AnnotatedElementUtils.findMergedAnnotation(method, CacheMultiOnArguments.class);
        String namespace = single != null ? single.namespace() : multi != null ? multi.namespace() : "";
        return StringUtils.hasLength(namespace) ? namespace : null;
    }
}
