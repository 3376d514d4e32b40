package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.CacheOperation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which methods' values come later, and that what a method's annotations became is kept. */
class SyncOperationsTests {

    private final SyncOperations operations = new SyncOperations(new AnnotationCacheOperationSource(), method -> true);

    @Test
    void futuresAndPublishersComeLater() throws NoSuchMethodException {
        for (String later : List.of("future", "mono", "flux")) {
            assertThat(SyncOperations.isAsynchronous(Shelf.class.getMethod(later)))
                    .as(later)
                    .isTrue();
        }
        assertThat(SyncOperations.isAsynchronous(Shelf.class.getMethod("text"))).isFalse();
    }

    /** Whose adapters know futures, so that they have to be known without them. */
    @Test
    void futuresComeLaterWithoutReactor() throws Exception {
        List<URL> libraries = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!path.contains("reactor")) {
                libraries.add(Path.of(path).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(libraries.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method asynchronous =
                    loader.loadClass(SyncOperations.class.getName()).getDeclaredMethod("isAsynchronous", Method.class);
            asynchronous.setAccessible(true);
            Class<?> futures = loader.loadClass(Futures.class.getName());

            assertThat(asynchronous.invoke(null, futures.getMethod("future"))).isEqualTo(true);
            assertThat(asynchronous.invoke(null, futures.getMethod("text"))).isEqualTo(false);
        }
    }

    @Test
    void aMethodThatClassesOverrideIsThatOfEach() throws NoSuchMethodException {
        assertThat(of(Books.class)).extracting(CacheOperation::getCacheNames).containsExactly(Set.of("books"));
        assertThat(of(Maps.class)).extracting(CacheOperation::getCacheNames).containsExactly(Set.of("maps"));
        assertThat(of(Books.class)).isSameAs(of(Books.class));
    }

    private Collection<CacheOperation> of(Class<?> target) throws NoSuchMethodException {
        return operations.getCacheOperations(Futures.class.getMethod("text"), target);
    }

    interface Futures {

        CompletableFuture<String> future();

        String text();
    }

    abstract static class Shelf implements Futures {

        @Override
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture("");
        }

        public Mono<String> mono() {
            return Mono.empty();
        }

        public Flux<String> flux() {
            return Flux.empty();
        }

        @Override
        public String text() {
            return "";
        }
    }

    static class Books extends Shelf {

        @Override
        @Cacheable("books")
        public String text() {
            return "books";
        }
    }

    static class Maps extends Shelf {

        @Override
        @Cacheable("maps")
        public String text() {
            return "maps";
        }
    }
}
