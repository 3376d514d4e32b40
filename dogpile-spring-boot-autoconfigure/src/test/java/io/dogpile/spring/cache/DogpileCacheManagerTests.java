package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dogpile.backend.BackendRegistry;
import io.dogpile.backend.CacheBackend;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.CompositeCacheManager;

class DogpileCacheManagerTests {

    private final CacheRegion books = region("books");
    private final CacheRegion authors = region("authors");

    @Test
    void knowsAllNamesFromTheStart() {
        DogpileCacheManager manager = DogpileCacheManager.of(List.of(books, authors));
        assertThat(manager.getCacheNames()).containsExactly("authors", "books");
        assertThat(manager.getCache("books").getNativeCache()).isSameAs(books);
        assertThat(manager.getCache("books")).isSameAs(manager.getCache("books"));
    }

    @Test
    void hasNoCacheOfAnUnknownName() {
        DogpileCacheManager manager = DogpileCacheManager.of(List.of(books, authors));
        assertThat(manager.getCache("boks")).isNull();
    }

    /** Spring's composite asks each manager in turn until one has the cache. */
    @Test
    void leavesOtherNamesToOtherManagers() {
        ConcurrentMapCacheManager others = new ConcurrentMapCacheManager("others");
        CompositeCacheManager all = new CompositeCacheManager(DogpileCacheManager.of(List.of(books, authors)), others);
        assertThat(all.getCache("others")).isSameAs(others.getCache("others"));
        assertThat(all.getCache("books").getNativeCache()).isSameAs(books);
    }

    @Test
    void refusesTwoRegionsOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DogpileCacheManager.of(List.of(books, region("books"))))
                .withMessageContaining("'books'");
        assertThat(DogpileCacheManager.of(List.of(books, books)).getCacheNames())
                .containsExactly("books");
    }

    @Test
    void resetClearsAllCaches() {
        DogpileCacheManager manager = DogpileCacheManager.of(List.of(books, authors));
        books.set("key", 1);
        authors.set("key", 1);
        manager.resetCaches();
        assertThat(books.<Object>get("key")).isNull();
        assertThat(authors.<Object>get("key")).isNull();
    }

    @Test
    void createsOnDemand() {
        List<String> created = new ArrayList<>();
        DogpileCacheManager manager = DogpileCacheManager.onDemand(name -> {
            created.add(name);
            return region(name);
        });
        assertThat(manager.getCacheNames()).isEmpty();
        assertThat(manager.getCache("a")).isSameAs(manager.getCache("a"));
        assertThat(manager.getCache("b").getName()).isEqualTo("b");
        assertThat(manager.getCacheNames()).containsExactly("a", "b");
        assertThat(created).containsExactly("a", "b");
    }

    @Test
    void closesWhatItCreatedOnly() {
        List<String> closed = new ArrayList<>();
        DogpileCacheManager manager = DogpileCacheManager.of(List.of(closing("given", closed)));
        manager.close();
        assertThat(closed).isEmpty();
        DogpileCacheManager onDemand = DogpileCacheManager.onDemand(name -> closing(name, closed));
        onDemand.getCache("made");
        onDemand.close();
        assertThat(closed).containsExactly("made");
    }

    private static CacheRegion region(String name) {
        return CacheRegion.of(name, RegionConfig.builder("memory").build());
    }

    private static CacheRegion closing(String name, List<String> closed) {
        BackendRegistry registry = BackendRegistry.load(DogpileCacheManagerTests.class.getClassLoader());
        registry.register(new ClosingFactory(closed));
        return CacheRegion.of(
                name, RegionConfig.builder("closing").registry(registry).build());
    }

    private record ClosingFactory(List<String> closed) implements io.dogpile.backend.BackendFactory {

        @Override
        public String name() {
            return "closing";
        }

        @Override
        public CacheBackend create(io.dogpile.backend.BackendContext context) {
            CacheBackend memory = BackendRegistry.global().get("", "memory").create(context);
            return new io.dogpile.backend.ProxyBackend(memory) {
                @Override
                public void close() {
                    closed.add(context.regionName());
                }
            };
        }
    }
}
