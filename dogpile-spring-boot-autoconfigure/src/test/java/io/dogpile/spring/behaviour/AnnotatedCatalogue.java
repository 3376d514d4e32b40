package io.dogpile.spring.behaviour;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/** With its annotations on methods. */
public class AnnotatedCatalogue implements Catalogue {

    private final AtomicInteger calls = new AtomicInteger();

    private Item next(@Nullable Object title) {
        return new Item(String.valueOf(title), calls.incrementAndGet());
    }

    @Override
    public AtomicInteger calls() {
        return calls;
    }

    @Override
    @Cacheable("main")
    public Item find(@Nullable String title) {
        return next(title);
    }

    @Override
    @Cacheable("main")
    public @Nullable Item findNothing(String title) {
        calls.incrementAndGet();
        return null;
    }

    @Override
    @Cacheable(cacheNames = "main", sync = true)
    public Item findSync(String title) {
        return next(title);
    }

    @Override
    @Cacheable(cacheNames = "main", sync = true)
    public @Nullable Item findNothingSync(String title) {
        calls.incrementAndGet();
        return null;
    }

    @Override
    @Cacheable(cacheNames = "main", condition = "#p0 == 3")
    public Item findIfThree(int number) {
        return next(number);
    }

    @Override
    @Cacheable(cacheNames = "main", condition = "#p0 == 3", sync = true)
    public Item findIfThreeSync(int number) {
        return next(number);
    }

    @Override
    @Cacheable(cacheNames = "main", unless = "#result > 10")
    public long unlessOverTen(long number) {
        calls.incrementAndGet();
        return number;
    }

    @Override
    @Cacheable(cacheNames = "main", key = "#p0")
    public Item byFirst(String first, String second) {
        return next(first + second);
    }

    @Override
    @Cacheable("main")
    public Item byAll(String... titles) {
        return next(String.join(",", titles));
    }

    @Override
    @Cacheable(cacheNames = "main", key = "#root.methodName")
    public Item byMethodName(String title) {
        return next(title);
    }

    @Override
    @Cacheable(
            cacheNames = "main",
            key = "#root.methodName + ' ' + #root.method.name + ' ' + #root.targetClass.simpleName + ' '"
                    + " + #root.caches[0].name + ' ' + #root.args[0]")
    public Item byRoot(String title) {
        return next(title);
    }

    @Override
    @Cacheable(cacheNames = "main", keyGenerator = "shouting")
    public Item byOwnGenerator(String title) {
        return next(title);
    }

    @Override
    @Cacheable(cacheNames = "main", keyGenerator = "nobody")
    public Item byUnknownGenerator(String title) {
        return next(title);
    }

    @Override
    @Cacheable(cacheNames = "main", cacheManager = "otherManager")
    public Item inOtherManager(String title) {
        return next(title);
    }

    @Override
    @Cacheable(cacheNames = "main", cacheManager = "nobody")
    public Item inUnknownManager(String title) {
        return next(title);
    }

    @Override
    @Cacheable("main")
    public Item checked(String message) throws IOException {
        calls.incrementAndGet();
        throw new IOException(message);
    }

    @Override
    @Cacheable(cacheNames = "main", sync = true)
    public Item checkedSync(String message) throws IOException {
        calls.incrementAndGet();
        throw new IOException(message);
    }

    @Override
    @Cacheable("main")
    public Item unchecked(String message) {
        calls.incrementAndGet();
        throw new UnsupportedOperationException(message);
    }

    @Override
    @Cacheable(cacheNames = "main", sync = true)
    public Item uncheckedSync(String message) {
        calls.incrementAndGet();
        throw new UnsupportedOperationException(message);
    }

    @Override
    @CacheEvict("main")
    public void evict(String title) {
        calls.incrementAndGet();
    }

    @Override
    @CacheEvict("main")
    public void evictAndFail(String title) {
        throw new IllegalStateException("the method fails");
    }

    @Override
    @CacheEvict(cacheNames = "main", beforeInvocation = true)
    public void evictFirstAndFail(String title) {
        throw new IllegalStateException("the method fails");
    }

    @Override
    @CacheEvict(cacheNames = "main", allEntries = true)
    public void evictAll(String title) {
        calls.incrementAndGet();
    }

    @Override
    @CacheEvict(cacheNames = "main", allEntries = true, beforeInvocation = true)
    public void evictAllFirstAndFail(String title) {
        throw new IllegalStateException("the method fails");
    }

    @Override
    @CachePut("main")
    public Item update(String title) {
        return next(title);
    }

    @Override
    @CachePut(cacheNames = "main", condition = "#p0 == 3")
    public Item updateIfThree(int number) {
        return next(number);
    }

    @Override
    @CachePut(cacheNames = "main", key = "'copy ' + #result.copy")
    public Item updateUnderItsCopy(String title) {
        return next(title);
    }

    @Override
    @Cacheable({"first", "second"})
    public Item inBoth(String title) {
        return next(title);
    }

    @Override
    @Caching(
            evict = {
                @CacheEvict("first"),
                @CacheEvict(cacheNames = "second", key = "#p0"),
                @CacheEvict(cacheNames = "first", key = "#p0 + ' too'")
            })
    public void evictFromBoth(String title) {
        calls.incrementAndGet();
    }

    @Override
    @Caching(put = {@CachePut("first"), @CachePut("second")})
    public Item updateBoth(String title) {
        return next(title);
    }

    @Override
    @Caching(cacheable = @Cacheable(cacheNames = "first", key = "#root.methodName"), evict = @CacheEvict("second"))
    public Item findHereAndEvictThere(String title) {
        return next(title);
    }

    @Override
    @Caching(cacheable = @Cacheable(cacheNames = "first", condition = "#p0 == 3"), evict = @CacheEvict("second"))
    public Item findHereAndEvictThereIfThree(int number) {
        return next(number);
    }
}
