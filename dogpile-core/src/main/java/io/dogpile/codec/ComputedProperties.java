package io.dogpile.codec;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/** Passes over what a class writes but does not read, such as a getter that computes. Such a property is not unknown. */
final class ComputedProperties extends DeserializationProblemHandler {

    private final SerializationConfig config;
    private final ConcurrentHashMap<Class<?>, Set<String>> written = new ConcurrentHashMap<>();

    ComputedProperties(SerializationConfig config) {
        this.config = config;
    }

    @Override
    public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser parser,
            ValueDeserializer<?> deserializer,
            Object beanOrClass,
            String name) {
        Class<?> type = beanOrClass instanceof Class<?> named ? named : beanOrClass.getClass();
        if (!written.computeIfAbsent(type, this::properties).contains(name)) {
            return false;
        }
        parser.skipChildren();
        return true;
    }

    private Set<String> properties(Class<?> type) {
        ClassIntrospector introspector = config.classIntrospectorInstance();
        JavaType bean = config.constructType(type);
        return introspector
                .introspectForSerialization(bean, introspector.introspectClassAnnotations(bean))
                .findProperties()
                .stream()
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.toUnmodifiableSet());
    }
}
