package io.dogpile.region;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Two interceptors, one inside the other; or none at all. */
record InterceptorChain(CreationInterceptor outer, CreationInterceptor inner) implements CreationInterceptor {

    private static final CreationInterceptor NONE = new CreationInterceptor() {

        @Override
        public <V extends @Nullable Object> V intercept(String region, Object key, Callable<? extends V> creator)
                throws Exception {
            return creator.call();
        }
    };

    static CreationInterceptor of(List<CreationInterceptor> interceptors) {
        return interceptors.stream().reduce(InterceptorChain::new).orElse(NONE);
    }

    @Override
    public <V extends @Nullable Object> V intercept(String region, Object key, Callable<? extends V> creator)
            throws Exception {
        return outer.intercept(region, key, () -> inner.intercept(region, key, creator));
    }

    @Override
    public <V extends @Nullable Object> CompletionStage<? extends V> interceptAsync(
            String region, Object key, Callable<? extends CompletionStage<? extends V>> creator) throws Exception {
        return outer.<V>interceptAsync(region, key, () -> inner.<V>interceptAsync(region, key, creator));
    }
}
