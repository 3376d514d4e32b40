package io.dogpile.spring.bulk;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.spring.annotation.DogpileKeyGenerator;
import io.dogpile.spring.cache.CacheableProtection;
import io.dogpile.spring.cache.DogpileCacheManager;
import io.dogpile.testing.MutableClock;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** An application without Boot that has the advisor and one region, whose reads are counted. */
final class BulkApplication implements AutoCloseable {

    final MutableClock clock = new MutableClock();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    final CacheRegion region;
    final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    BulkApplication() {
        this(config -> config);
    }

    BulkApplication(UnaryOperator<RegionConfig.Builder> settings) {
        region = CacheRegion.of(
                "books",
                settings.apply(RegionConfig.builder("memory")
                                .expirationTime(Duration.ofHours(1))
                                .clock(clock)
                                .wrap(Counting::new))
                        .build());
        context.registerBean("manager", CacheManager.class, () -> DogpileCacheManager.of(List.of(region)));
        context.register(Annotated.class);
        context.registerBean(CacheableProtection.class);
        context.registerBean(DogpileKeyGenerator.BEAN, DogpileKeyGenerator.class);
        context.registerBean("negated", KeyGenerator.class, () -> (target, method, params) -> -(Integer) params[0]);
        context.registerBean(
                BulkCacheAdvisor.class,
                () -> new BulkCacheAdvisor(context.getBeanFactory()),
                definition -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
    }

    <T> T start(Class<T> bean) {
        context.registerBean(bean);
        context.refresh();
        return context.getBean(bean);
    }

    @Override
    public void close() {
        context.close();
        region.close();
    }

    @EnableCaching(order = 1)
    static class Annotated {}

    private final class Counting extends ProxyBackend {

        Counting(CacheBackend proxied) {
            super(proxied);
        }

        @Override
        public CachedValue<?> get(Object key, Type type) {
            reads.incrementAndGet();
            return super.get(key, type);
        }

        @Override
        public Map<Object, CachedValue<?>> getMulti(Collection<?> keys, Type type) {
            batches.incrementAndGet();
            return super.getMulti(keys, type);
        }
    }
}
