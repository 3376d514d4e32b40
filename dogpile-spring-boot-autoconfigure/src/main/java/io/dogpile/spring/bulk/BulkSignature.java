package io.dogpile.spring.bulk;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.CollectionFactory;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;

/**
 * Where a method has its keys and its values, and how they are put into the containers that it declares.
 *
 * @param place how messages name the method
 * @param keysIndex which parameter holds the keys
 * @param keys the type of that parameter
 * @param returned the type that the method returns
 */
record BulkSignature(String place, int keysIndex, ResolvableType keys, ResolvableType returned) {

    static BulkSignature of(Method method, Class<?> target) {
        Class<?> owner = ClassUtils.getUserClass(target);
        String place = "@CacheMultiOnArguments on " + owner.getName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList();
        ResolvableType[] parameters = IntStream.range(0, method.getParameterCount())
                .mapToObj(i ->
                        ResolvableType.forMethodParameter(new MethodParameter(method, i).withContainingClass(owner)))
                .toArray(ResolvableType[]::new);
        int[] containers = IntStream.range(0, parameters.length)
                .filter(i -> isContainer(parameters[i].toClass()))
                .toArray();
        if (containers.length != 1) {
            throw new IllegalStateException(place + ": " + containers.length
                    + " of its parameters are collections or arrays. Exactly one must be: it holds the keys.");
        }
        BulkSignature signature = new BulkSignature(
                place,
                containers[0],
                parameters[containers[0]],
                ResolvableType.forType(GenericTypeResolver.resolveType(method.getGenericReturnType(), owner)));
        signature.requireContainers(KotlinDetector.isSuspendingFunction(method));
        return signature;
    }

    private static boolean isContainer(Class<?> type) {
        return type.isArray() || Collection.class.isAssignableFrom(type);
    }

    private void requireContainers(boolean suspending) {
        Class<?> result = returned.toClass();
        if (suspending || !(Map.class.isAssignableFrom(result) || isListLike(result))) {
            throw new IllegalStateException(place + ": it returns " + returned
                    + ". It must return a Map from key to value, or a List of values in the order of the keys.");
        }
        try {
            container(List.of());
            result(List.of(), Map.of());
        } catch (IllegalArgumentException unsupported) {
            throw new IllegalStateException(
                    place + ": there is no way to make one of its containers, of keys " + keys + " or values "
                            + returned + ". Declare a Collection, List or Set of keys, and a Map or List of values.",
                    unsupported);
        }
    }

    private static boolean isListLike(Class<?> type) {
        return List.class.isAssignableFrom(type) || type == Collection.class;
    }

    private boolean returnsMap() {
        return Map.class.isAssignableFrom(returned.toClass());
    }

    /** The type of one value. */
    Type valueType() {
        return concrete(
                returnsMap()
                        ? returned.asMap().getGeneric(1)
                        : returned.asCollection().getGeneric(0));
    }

    /** As much as is known of a type, without the variables that led to it. */
    private static Type concrete(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        if (!type.hasGenerics() || type.hasUnresolvableGenerics()) {
            return raw;
        }
        ResolvableType[] generics = Arrays.stream(type.getGenerics())
                .map(generic -> ResolvableType.forType(concrete(generic)))
                .toArray(ResolvableType[]::new);
        return ResolvableType.forClassWithGenerics(raw, generics).getType();
    }

    /** The keys of a call, in order, with duplicates. */
    List<@Nullable Object> elements(Object container) {
        return container instanceof Collection<?> collection
                ? new ArrayList<>(collection)
                : Arrays.asList(ObjectUtils.toObjectArray(container));
    }

    /** Some keys in a container of the declared type. */
    Object container(List<? extends @Nullable Object> elements) {
        Class<?> type = keys.toClass();
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Array.set(array, i, elements.get(i));
            }
            return array;
        }
        Class<?> made = type == Collection.class ? List.class : type;
        Collection<@Nullable Object> collection = CollectionFactory.createCollection(
                made, keys.asCollection().getGeneric(0).resolve(), elements.size());
        collection.addAll(elements);
        return collection;
    }

    /** What the method returned for some keys, by key; a key without value is left out. */
    Map<@Nullable Object, @Nullable Object> values(List<? extends @Nullable Object> asked, @Nullable Object result) {
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        if (result instanceof Map<?, ?> map) {
            Map<?, ?> tolerant = new HashMap<>(map); // one that may be asked for null
            asked.stream().filter(tolerant::containsKey).forEach(key -> values.put(key, tolerant.get(key)));
            return values;
        }
        if (!(result instanceof Collection<?> list)) {
            throw new IllegalStateException(
                    place + ": it returned null. Return an empty container if nothing is found.");
        }
        if (list.size() != asked.size()) {
            throw new IllegalStateException(place + ": it returned " + list.size() + " values for " + asked.size()
                    + " keys. A list must hold one value for each key in their order, null where there is none; or let"
                    + " the method return a Map.");
        }
        int i = 0;
        for (Object value : list) {
            if (value != null) {
                values.put(asked.get(i), value);
            }
            i++;
        }
        return values;
    }

    /** What callers get, in a container of the declared type. */
    Object result(List<? extends @Nullable Object> elements, Map<?, ?> values) {
        if (returnsMap()) {
            Map<@Nullable Object, @Nullable Object> map = CollectionFactory.createMap(
                    returned.toClass(), returned.asMap().getGeneric(0).resolve(), elements.size());
            elements.stream().filter(values::containsKey).forEach(key -> map.put(key, values.get(key)));
            return map;
        }
        Class<?> made = returned.toClass() == Collection.class ? List.class : returned.toClass();
        Collection<@Nullable Object> list = CollectionFactory.createCollection(made, elements.size());
        elements.forEach(key -> list.add(values.get(key)));
        return list;
    }
}
