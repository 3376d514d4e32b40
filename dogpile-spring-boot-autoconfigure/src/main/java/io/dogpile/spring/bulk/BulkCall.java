package io.dogpile.spring.bulk;

import io.dogpile.lock.CreationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * One call of an annotated method. The invocation itself never proceeds: the creator may be called on another thread,
 * and more than once, so each time a clone does.
 */
final class BulkCall {

    private final BulkOperation operation;
    private final ProxyMethodInvocation invocation;
    private final @Nullable Object[] arguments;
    private final List<@Nullable Object> elements;
    private final Map<Object, @Nullable Object> elementsByKey = new LinkedHashMap<>();
    private final Map<@Nullable Object, Object> keys = new LinkedHashMap<>();

    BulkCall(BulkOperation operation, ProxyMethodInvocation invocation, Object target, Object container) {
        this.operation = operation;
        this.invocation = (ProxyMethodInvocation) invocation.invocableClone();
        this.arguments = invocation.getArguments().clone();
        this.elements = operation.signature().elements(container);
        for (Object element : elements) {
            if (!keys.containsKey(element)) {
                Object key = operation.key(target, arguments, element);
                keys.put(element, key);
                elementsByKey.putIfAbsent(key, element);
            }
        }
    }

    @Nullable
    Object run() throws Throwable {
        Map<Object, @Nullable Object> found;
        try {
            found = operation.region().getOrCreateMulti(elementsByKey.keySet(), this::load, operation.options());
        } catch (CreationException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        } catch (RuntimeException cacheFailure) {
            operation
                    .errorHandler()
                    .handleCacheGetError(cacheFailure, operation.cache(), List.copyOf(elementsByKey.keySet()));
            return invocation.invocableClone(arguments.clone()).proceed();
        }
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        keys.forEach((element, key) -> {
            if (found.containsKey(key)) {
                values.put(element, found.get(key));
            }
        });
        return operation.signature().result(elements, values);
    }

    private Map<Object, @Nullable Object> load(List<Object> missing) throws Exception {
        List<@Nullable Object> asked = new ArrayList<>();
        missing.forEach(key -> asked.add(elementsByKey.get(key)));
        Map<@Nullable Object, @Nullable Object> values = operation
                .signature()
                .values(asked, proceed(operation.signature().container(asked)));
        Map<Object, @Nullable Object> byKey = new LinkedHashMap<>();
        for (int i = 0; i < missing.size(); i++) {
            if (values.containsKey(asked.get(i))) {
                byKey.put(missing.get(i), values.get(asked.get(i)));
            }
        }
        return byKey;
    }

    private @Nullable Object proceed(Object container) throws Exception {
        @Nullable Object[] changed = arguments.clone();
        changed[operation.signature().keysIndex()] = container;
        try {
            return invocation.invocableClone(changed).proceed();
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable exotic) {
            throw new IllegalStateException("the method threw what is neither an exception nor an error", exotic);
        }
    }
}
