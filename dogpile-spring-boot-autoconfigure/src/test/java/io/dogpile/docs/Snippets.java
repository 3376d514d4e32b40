package io.dogpile.docs;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.CreationContext;
import io.dogpile.region.KeyHistory;
import io.dogpile.region.KeyState;
import io.dogpile.region.Policies;
import io.dogpile.region.RegionConfig;
import io.dogpile.spring.annotation.CacheMultiOnArguments;
import io.dogpile.spring.annotation.CacheOnArguments;
import io.dogpile.spring.annotation.CachePolicy;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Year;
import java.time.YearMonth;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** The examples of the documentation. What stands between the markers is compared with it, word for word. */
class Snippets {

    record Report(String title) {}

    record Customer(long id) {}

    static class Database {

        final AtomicInteger queries = new AtomicInteger();

        Report aggregate(YearMonth month) {
            return report(month.toString());
        }

        Report report(String title) {
            queries.incrementAndGet();
            return new Report(title);
        }
    }

    static class Reports {

        private final Database database;

        Reports(Database database) {
            this.database = database;
        }

        // snippet: cacheable
        @Cacheable("reports")
        public Report report(YearMonth month) {
            return database.aggregate(month);
        }
        // end
    }

    // snippet: injected-region
    @Service
    class Customers {

        private final CacheRegion region;

        Customers(@Qualifier("customers") CacheRegion region) {
            this.region = region;
        }

        Customer find(long id) {
            return region.getOrCreate(id, () -> load(id));
        }

        Map<Long, Customer> findAll(Collection<Long> ids) {
            return region.getOrCreateMulti(ids, this::loadAll); // one query for those that are missing
        }

        void rename(long id, String name) {
            update(id, name);
            region.delete(id);
        }
        // end

        final AtomicInteger loads = new AtomicInteger();

        private Customer load(long id) {
            loads.incrementAndGet();
            return new Customer(id);
        }

        private Map<Long, Customer> loadAll(Collection<Long> ids) {
            loads.incrementAndGet();
            Map<Long, Customer> customers = new LinkedHashMap<>();
            ids.forEach(id -> customers.put(id, new Customer(id)));
            return customers;
        }

        private void update(long id, String name) {}
    }

    record Book(String isbn) {}

    public record Stock(String isbn, long revision) {}

    interface Warehouse {

        Stock stock(String isbn);
    }

    record Token(String text, Duration lifetime) {}

    record Response(int status, String etag, String body) {}

    interface Site {

        Response get(String url, @Nullable String etag);
    }

    static class Books {

        private final List<Collection<String>> queries;
        private final Warehouse warehouse = isbn -> new Stock(isbn, 1);

        Books(List<Collection<String>> queries) {
            this.queries = queries;
        }

        // snippet: cache-policy
        @Cacheable("books")
        @CachePolicy(expirationTime = "5m", serveStale = "${books.stale}", shouldCache = "!#result.isEmpty()")
        public List<Book> bestsellers(Year year) {
            return query("bestsellers of " + year);
        }
        // end

        // snippet: cache-policy-limits
        @Cacheable("books")
        @CachePolicy(
                creationTimeout = "2s",
                serveStaleOnError = "1h",
                waitTimeout = "500ms",
                versionOf = "#result.revision()")
        public Stock stock(String isbn) {
            return warehouse.stock(isbn);
        }
        // end

        // snippet: cache-on-arguments
        @CacheOnArguments(region = "books", expirationTime = "1h")
        public List<Book> by(String author) {
            return query("by " + author);
        }

        @CacheEvict(cacheNames = "books", key = "@dogpileKeyGenerator.key(#root.target, 'by', #author)")
        public void published(String author) {}
        // end

        // snippet: bulk
        @CacheMultiOnArguments(region = "books")
        public Map<String, Book> findAll(Collection<String> isbns) {
            return queryAll(isbns); // the missing ones only
        }

        @Cacheable("books")
        public Book find(String isbn) {
            return queryAll(List.of(isbn)).get(isbn);
        }
        // end

        private List<Book> query(String what) {
            queries.add(List.of(what));
            return List.of(new Book(what));
        }

        private Map<String, Book> queryAll(Collection<String> isbns) {
            queries.add(isbns);
            Map<String, Book> books = new LinkedHashMap<>();
            isbns.forEach(isbn -> books.put(isbn, new Book(isbn)));
            return books;
        }
    }

    static String token(CacheRegion region, Supplier<Token> login) {
        // snippet: creation-context
        String token = region.getOrCreate("token", () -> {
            Token fresh = login.get();
            CreationContext.current().expirationTime(fresh.lifetime());
            return fresh.text();
        });
        // end
        return token;
    }

    static String page(CacheRegion region, Site site, String url) {
        // snippet: conditional-creation
        String page = region.getOrCreate(url, () -> {
            CreationContext context = CreationContext.current();
            Response response = site.get(url, context.previousETag()); // If-None-Match, unless it is null
            if (response.status() == 304) {
                return context.notModified();
            }
            context.etag(response.etag());
            return response.body();
        });
        // end
        return page;
    }

    static Stock stock(CacheRegion region, Warehouse warehouse, String isbn) {
        // snippet: policies-call
        Stock stock = region.getOrCreate(
                isbn,
                () -> warehouse.stock(isbn),
                CallOptions.NONE
                        .waitingAtMost(Duration.ofMillis(200))
                        .following(Policies.NONE.serveStaleOnError(Duration.ofHours(1))));
        // end
        return stock;
    }

    Report plainJava(Database database) {
        // snippet: plain-java
        CacheRegion region = CacheRegion.of(
                "reports",
                RegionConfig.builder("memory")
                        .expirationTime(Duration.ofMinutes(5))
                        .build());
        Report report = region.getOrCreate("2026-11", () -> database.report("2026-11"));
        // end
        return report;
    }

    List<Object> explained(CacheRegion region) {
        // snippet: explain
        KeyHistory history = region.explain("2026-11"); // what happened
        KeyState state = region.inspect("2026-11"); // what is there now
        // end
        return List.of(history, state);
    }

    // snippet: map-backend
    static final class MapBackend implements CacheBackend {

        private final Map<Object, CachedValue<?>> entries = new ConcurrentHashMap<>();
        private final LocalMutexes mutexes = new LocalMutexes();

        @Override
        public @Nullable CachedValue<?> get(Object key, Type type) {
            return entries.get(key);
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, @Nullable Held held) {
            return entries.merge(key, value, (present, next) -> next.mayReplace(present) ? next : present) == value;
        }

        @Override
        public boolean delete(Object key) {
            return entries.remove(key) != null;
        }

        @Override
        public Mutex mutex(Object key) {
            return mutexes.mutex(key);
        }
    }
    // end

    // snippet: proxy
    public static final class CountingProxy extends ProxyBackend {

        private static final AtomicLong READS = new AtomicLong();

        public CountingProxy(CacheBackend proxied) {
            super(proxied);
        }

        @Override
        public @Nullable CachedValue<?> get(Object key, Type type) {
            READS.incrementAndGet();
            return super.get(key, type);
        }
        // end

        static long reads() {
            return READS.get();
        }
    }
}
