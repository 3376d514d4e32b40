package io.dogpile.spring.bulk;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;

/** Calls annotated methods for what their region does not have. */
final class BulkCacheInterceptor implements MethodInterceptor {

    private final BeanFactory beans;
    private final Map<AnnotatedElementKey, BulkOperation> operations = new ConcurrentHashMap<>();

    BulkCacheInterceptor(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "an annotated method has a target");
        BulkOperation operation = operation(invocation, AopUtils.getTargetClass(target));
        Object keys = invocation.getArguments()[operation.signature().keysIndex()];
        return keys == null
                ? invocation.proceed() // what that means is the method's business
                : new BulkCall(operation, (ProxyMethodInvocation) invocation, target, keys).run();
    }

    private BulkOperation operation(MethodInvocation invocation, Class<?> target) {
        AnnotatedElementKey method = new AnnotatedElementKey(invocation.getMethod(), target);
        BulkOperation known = operations.get(method);
        if (known != null) {
            return known;
        }
        BulkOperation made = BulkOperation.of(invocation.getMethod(), target, beans);
        operations.put(method, made);
        return made;
    }
}
