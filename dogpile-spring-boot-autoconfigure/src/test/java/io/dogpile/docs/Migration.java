package io.dogpile.docs;

import com.alicp.jetcache.anno.CacheInvalidate;
import com.alicp.jetcache.anno.CachePenetrationProtect;
import com.alicp.jetcache.anno.CacheRefresh;
import com.alicp.jetcache.anno.CacheUpdate;
import com.alicp.jetcache.anno.Cached;
import io.dogpile.testing.Gate;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/** The code of the page on migration. */
final class Migration {

    private Migration() {}

    record Book(String isbn, String title) implements Serializable {}

    interface Books {

        Book find(String isbn);

        Book rename(String isbn, String title);

        void remove(String isbn);
    }

    /** The table behind the cache. While its gate is closed, queries do not return. */
    static final class Table {

        final Map<String, String> titles = new ConcurrentHashMap<>();
        final AtomicInteger queries = new AtomicInteger();

        private volatile @Nullable Gate gate;

        void close() {
            gate = new Gate();
        }

        Gate gate() {
            return Objects.requireNonNull(gate);
        }

        Book query(String isbn) {
            queries.incrementAndGet();
            Gate closed = gate;
            try {
                if (closed != null) {
                    closed.pass();
                }
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
            return new Book(isbn, titles.getOrDefault(isbn, "untitled"));
        }

        Book update(String isbn, String title) {
            titles.put(isbn, title);
            return new Book(isbn, title);
        }
    }

    static class SpringBooks implements Books {

        private final Table table;

        SpringBooks(Table table) {
            this.table = table;
        }

        // snippet: migration-spring
        @Cacheable("books")
        public Book find(String isbn) {
            return table.query(isbn);
        }

        @CachePut(cacheNames = "books", key = "#isbn")
        public Book rename(String isbn, String title) {
            return table.update(isbn, title);
        }

        @CacheEvict("books")
        public void remove(String isbn) {
            table.titles.remove(isbn);
        }
        // end
    }

    static class JetCacheBooks {

        private final Table table;

        JetCacheBooks(Table table) {
            this.table = table;
        }

        // snippet: migration-jetcache-before
        @Cached(name = "books.", key = "#isbn", expire = 600)
        @CacheRefresh(refresh = 60)
        @CachePenetrationProtect(timeout = 5)
        public Book find(String isbn) {
            return table.query(isbn);
        }

        @CacheUpdate(name = "books.", key = "#isbn", value = "#result")
        public Book rename(String isbn, String title) {
            return table.update(isbn, title);
        }

        @CacheInvalidate(name = "books.", key = "#isbn")
        public void remove(String isbn) {
            table.titles.remove(isbn);
        }
        // end
    }
}
