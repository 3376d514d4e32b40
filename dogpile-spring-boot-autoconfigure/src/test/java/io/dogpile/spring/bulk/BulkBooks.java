package io.dogpile.spring.bulk;

import io.dogpile.region.CreationContext;
import io.dogpile.spring.annotation.CacheMultiOnArguments;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

/** Methods of several keys that remember what they were called with. Key 13 has no book. */
@CacheConfig(cacheNames = "books")
public class BulkBooks {

    /** What methods were called with, call by call. */
    final List<Object> calls = new CopyOnWriteArrayList<>();

    private final Map<Object, AtomicInteger> made = new ConcurrentHashMap<>();

    public List<Object> calls() {
        return calls;
    }

    public Map<Object, AtomicInteger> made() {
        return made;
    }

    private String make(Object id) {
        made.computeIfAbsent(id, first -> new AtomicInteger()).incrementAndGet();
        return "book " + id;
    }

    private <C extends Collection<Integer>> C called(C ids) {
        calls.add(ids);
        return ids;
    }

    @CacheMultiOnArguments("books")
    public Map<Integer, String> map(Collection<Integer> ids) {
        Map<Integer, String> books = new LinkedHashMap<>();
        called(ids).stream().filter(id -> id != 13).forEach(id -> books.put(id, make(id)));
        return books;
    }

    @CacheMultiOnArguments(region = "books")
    public List<String> list(List<Integer> ids) {
        return called(ids).stream().map(id -> id == 13 ? null : make(id)).toList();
    }

    @CacheMultiOnArguments("books")
    public SortedMap<Integer, String> sorted(SortedSet<Integer> ids) {
        return new TreeMap<>(map(ids));
    }

    @CacheMultiOnArguments("books")
    public Collection<String> array(int... ids) {
        calls.add(ids);
        return Arrays.stream(ids).mapToObj(this::make).toList();
    }

    @CacheMultiOnArguments("books")
    public Map<Integer, String> translated(String language, Set<Integer> ids) {
        Map<Integer, String> books = new LinkedHashMap<>();
        called(ids).forEach(id -> books.put(id, language + " " + make(id)));
        return books;
    }

    @CacheMultiOnArguments(region = "books", namespace = "v2")
    public Map<Integer, String> namespaced(Set<Integer> ids) {
        return map(ids);
    }

    @CacheMultiOnArguments(region = "books", keyGenerator = "negated")
    public Map<Integer, String> negated(Set<Integer> ids) {
        return map(ids);
    }

    @CacheMultiOnArguments(region = "books", expirationTime = "1m", shouldCache = "!#result.endsWith('7')")
    public Map<Integer, String> policed(Set<Integer> ids) {
        CreationContext.current()
                .expirationTime(CreationContext.current().keys().get(0), Duration.ofMinutes(2));
        return map(ids);
    }

    @CacheMultiOnArguments("books")
    public Map<Integer, Integer> numbers(List<Integer> ids) {
        called(ids);
        return Map.of();
    }

    @CacheMultiOnArguments("books")
    public Map<Integer, String> nulls(List<Integer> ids) {
        Map<Integer, String> books = new LinkedHashMap<>();
        called(ids).forEach(id -> books.put(id, null));
        return books;
    }

    @CacheMultiOnArguments("books")
    public List<String> failing(List<Integer> ids) throws IOException {
        called(ids);
        throw new IOException("no books");
    }

    @CacheMultiOnArguments("books")
    public List<String> refusing(List<Integer> ids) {
        called(ids);
        throw new IllegalArgumentException("not these");
    }

    @CacheMultiOnArguments("books")
    public List<String> tooFew(List<Integer> ids) {
        return new ArrayList<>();
    }

    @CacheMultiOnArguments("books")
    public Map<Integer, String> none(List<Integer> ids) {
        return null;
    }

    @CacheMultiOnArguments("books")
    public Map<Object, String> ofObjects(List<Object> ids) {
        calls.add(ids);
        Map<Object, String> books = new LinkedHashMap<>();
        ids.forEach(id -> books.put(id, "object"));
        return books;
    }

    @Cacheable
    public String one(int id) {
        return make(id);
    }

    @Cacheable
    public String translatedOne(String language, int id) {
        return language + " " + make(id);
    }

    @CacheEvict
    public void evict(int id) {}
}
