package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dogpile.redis.TestRedis;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.interceptor.BasicOperation;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Which caches an operation of an inherited method has, and that it stays at them. */
@Timeout(60)
class ResolvedCachesTests {

    private static final int FINDS = 200_000;

    private final ResolvedCaches resolved = new ResolvedCaches();
    private final Collection<Cache> caches = List.of(new ConcurrentMapCache("one"));
    private final Collection<Cache> others = List.of(new ConcurrentMapCache("other"));
    private Method load;
    private Method change;
    private BasicOperation put;
    private BasicOperation evict;

    @BeforeEach
    void readAnnotations() throws NoSuchMethodException {
        load = Shelf.class.getMethod("load", String.class);
        change = Shelf.class.getMethod("change", String.class);
        List<BasicOperation> operations =
                List.copyOf(new AnnotationCacheOperationSource().getCacheOperations(change, Books.class));
        evict = operations.get(0);
        put = operations.get(1);
    }

    @Test
    void eachOperationOfEachMethodOfEachClassHasItsOwn() {
        resolved.keep(Books.class, change, put, caches);

        assertThat(find(Books.class, change, put)).isSameAs(caches);
        assertThat(find(Books.class, change, evict)).isNull();
        assertThat(find(Maps.class, change, put)).isNull();
        assertThat(find(Books.class, load, put)).isNull();
        assertThat(resolved.keep(Books.class, change, evict, others)).isSameAs(others);
        assertThat(resolved.keep(Maps.class, change, put, others)).isSameAs(others);
        assertThat(resolved.keep(Books.class, load, put, others)).isSameAs(others);
        assertThat(find(Books.class, change, put)).isSameAs(caches);
    }

    @Test
    void ofTwoThatWereFoundAtOnceTheFirstIsKept() {
        assertThat(resolved.keep(Books.class, change, put, caches)).isSameAs(caches);
        assertThat(resolved.keep(Books.class, change, put, others)).isSameAs(caches);
        assertThat(find(Books.class, change, put)).isSameAs(caches);
    }

    @Test
    void findingMakesNoObject() {
        resolved.keep(Books.class, change, put, caches);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(finds()).isEqualTo(FINDS);
        long before = threads.getCurrentThreadAllocatedBytes();
        int found = finds();
        long after = threads.getCurrentThreadAllocatedBytes();

        assertThat(found).isEqualTo(FINDS);
        assertThat((double) (after - before) / FINDS).isLessThan(1);
    }

    private int finds() {
        int found = 0;
        for (int i = 0; i < FINDS; i++) {
            found += resolved.find(Books.class, change, put) == caches ? 1 : 0;
        }
        return found;
    }

    @Test
    void aMethodThatClassesInheritReadsTheTypeOfEach() {
        try (AnnotationConfigApplicationContext context = application()) {
            for (int call = 0; call < 2; call++) {
                Object book = context.getBean(Books.class).load("1");
                Object map = context.getBean(Maps.class).load("1");

                assertThat(book).isEqualTo(1);
                assertThat(map).as("the same entry").isEqualTo(1L);
            }
        }
    }

    @Test
    void eachOperationOfAMethodGoesToItsOwnCache() {
        try (AnnotationConfigApplicationContext context = application()) {
            CacheManager manager = context.getBean(CacheManager.class);
            for (String key : List.of("1", "2")) {
                manager.getCache("shelf").put(key, 0);
                manager.getCache("names").put(key, 0);
                Integer book = context.getBean(Books.class).change(key);

                assertThat(manager.getCache("shelf").get(key, Object.class)).isEqualTo(book);
                assertThat(manager.getCache("names").get(key)).isNull();
            }
        }
    }

    private static AnnotationConfigApplicationContext application() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("shelf", CacheRegion.class, () -> region("shelf"));
        context.registerBean("names", CacheRegion.class, () -> region("names"));
        context.registerBean(
                DogpileCacheManager.class,
                () -> DogpileCacheManager.of(
                        context.getBeansOfType(CacheRegion.class).values()));
        context.register(Caching.class, Books.class, Maps.class);
        context.refresh();
        ReturnTypeResolver.install(
                context.getBean(CacheInterceptor.class), context.getBean(DogpileCacheManager.class), context);
        return context;
    }

    private static CacheRegion region(String name) {
        return CacheRegion.of(
                name,
                RegionConfig.builder("dogpile.cache.redis")
                        .argument("port", TestRedis.shared().port())
                        .argument("key-prefix", UUID.randomUUID() + ":")
                        .build());
    }

    private @Nullable Collection<? extends Cache> find(Class<?> target, Method method, BasicOperation operation) {
        return resolved.find(target, method, operation);
    }

    @EnableCaching(proxyTargetClass = true)
    static class Caching {}

    abstract static class Shelf<T> {

        @Cacheable("shelf")
        public T load(String key) {
            return create();
        }

        @CachePut("shelf")
        @CacheEvict("names")
        public T change(String key) {
            return create();
        }

        abstract T create();
    }

    static class Books extends Shelf<Integer> {

        private int made;

        @Override
        Integer create() {
            return ++made;
        }
    }

    static class Maps extends Shelf<Long> {

        private long made;

        @Override
        Long create() {
            return ++made;
        }
    }
}
