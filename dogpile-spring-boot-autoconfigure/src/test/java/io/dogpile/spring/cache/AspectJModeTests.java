package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.aspectj.weaver.loadtime.WeavingURLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.aspectj.AnnotationCacheAspect;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.annotation.AdviceMode;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** AspectJ's mode, with Spring's own aspect woven into the annotated class. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class AspectJModeTests {

    private static final int CALLERS = 50;

    private static final String WOVEN = "io.dogpile.spring.cache.woven.";

    private final Gate gate = new Gate();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void plainMethodsAreProtectedAsIfTheyHadSync(CapturedOutput output) throws Exception {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Woven.class);
                WeavingURLClassLoader loader = weaving()) {
            assertThat(context.getBean(AnnotationCacheAspect.class)).isSameAs(AnnotationCacheAspect.aspectOf());
            @SuppressWarnings("unchecked") // the loader's parent has the interface
            Function<String, String> shelf = (Function<String, String>) loader.loadClass(WOVEN + "WovenShelf")
                    .getConstructor(Gate.class, AtomicInteger.class)
                    .newInstance(gate, calls);
            List<Task<String>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(Task.start(() -> shelf.apply("1")));
            }
            gate.awaitReached();
            callers.forEach(Task::awaitWaiting);
            gate.open();

            assertThat(callers).allSatisfy(caller -> assertThat(caller.value()).isEqualTo("the book 1"));
            assertThat(calls).hasValue(1);
            assertThat(output).containsOnlyOnce("which can't be replaced");
        }
    }

    @Test
    void theAspectWhichOutlivesItsContextIsPreparedOnce() {
        CacheOperationSource first = source();
        assertThat(first).isInstanceOf(SyncOperations.class);
        assertThat(source()).isSameAs(first);
    }

    private static CacheOperationSource source() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Woven.class)) {
            return context.getBean(AnnotationCacheAspect.class).getCacheOperationSource();
        }
    }

    private static WeavingURLClassLoader weaving() {
        URL classes =
                AspectJModeTests.class.getProtectionDomain().getCodeSource().getLocation();
        URL aspects = AnnotationCacheAspect.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        return new WeavingURLClassLoader(
                new URL[] {classes, aspects},
                new URL[] {aspects},
                new ClassLoader(AspectJModeTests.class.getClassLoader()) {

                    @Override
                    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        if (name.startsWith(WOVEN)) {
                            throw new ClassNotFoundException(name + " is left to the weaving loader");
                        }
                        return super.loadClass(name, resolve);
                    }
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(mode = AdviceMode.ASPECTJ)
    static class Woven {

        @Bean
        static CacheableProtection protection() {
            return new CacheableProtection();
        }

        @Bean(destroyMethod = "close")
        CacheRegion books() {
            return CacheRegion.of("books", RegionConfig.builder("memory").build());
        }

        @Bean
        CacheManager manager(CacheRegion books) {
            return DogpileCacheManager.of(List.of(books));
        }
    }
}
