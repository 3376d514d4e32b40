package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.backend.BackendFactory;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ClassUtils;

/** What a native image has to keep, whatever the application does with its regions. */
final class DogpileRuntimeHints implements RuntimeHintsRegistrar {

    /** Those of Caffeine's generated classes that it takes by name for a cache with a maximum size, as ours are. */
    private static final List<String> CAFFEINE =
            List.of("com.github.benmanes.caffeine.cache.SSMS", "com.github.benmanes.caffeine.cache.PSMS");

    /** The values that the serializer 'jdk' meets in most objects, and what stands for some of them in a stream. */
    private static final List<String> SERIALIZED = List.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Short",
            "java.lang.String",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.time.Ser",
            "java.util.ArrayList",
            "java.util.CollSer",
            "java.util.Date",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.UUID");

    DogpileRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        ServiceLoader.load(BackendFactory.class, classLoader).stream()
                .map(ServiceLoader.Provider::type)
                .forEach(
                        factory -> hints.reflection().registerType(factory, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
        hints.resources().registerPattern("META-INF/services/" + BackendFactory.class.getName());
        hints.reflection().registerType(SimpleKey.class, MemberCategory.ACCESS_DECLARED_FIELDS);
        CAFFEINE.forEach(name -> hints.reflection()
                .registerTypeIfPresent(classLoader, name, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
        SERIALIZED.forEach(
                name -> hints.reflection().registerJavaSerialization(ClassUtils.resolveClassName(name, classLoader)));
        BindableRuntimeHintsRegistrar.forTypes(DogpileProperties.class, RegionProperties.class)
                .registerHints(hints, classLoader);
    }
}
