package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CreationContext;
import io.dogpile.spring.annotation.CacheOnArguments;
import io.dogpile.spring.annotation.CachePolicy;
import io.dogpile.testing.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/** Methods with policies of their own, whose work is counted and may stop at a gate. */
@CacheConfig(cacheNames = "books")
class PolicyBooks {

    final AtomicInteger calls = new AtomicInteger();
    private volatile Gate gate;

    public Gate close() {
        gate = new Gate();
        return gate;
    }

    private String call(String name) {
        int number = calls.incrementAndGet();
        Gate closed = gate;
        if (closed != null) {
            try {
                closed.pass();
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
        }
        return name + " " + number;
    }

    public int calls() {
        return calls.get();
    }

    @Cacheable(key = "'plain' + #id")
    @CachePolicy(expirationTime = "1m")
    public String plain(int id) {
        return call("plain");
    }

    @Cacheable(key = "'sync' + #id", sync = true)
    @CachePolicy(expirationTime = "PT1M")
    public String sync(int id) {
        return call("sync");
    }

    @Cacheable(key = "'optional' + #id")
    @CachePolicy(expirationTime = "${books.expiration}", shouldCache = "#result != null")
    public Optional<String> optional(int id) {
        String made = call("optional");
        return id < 0 ? Optional.empty() : Optional.of(made);
    }

    @Cacheable(key = "'future' + #id")
    @CachePolicy(expirationTime = "60")
    public CompletableFuture<String> future(int id) {
        return CompletableFuture.supplyAsync(() -> call("future"));
    }

    @CacheOnArguments(expirationTime = "1m")
    public String onArguments(int id) {
        return call("onArguments");
    }

    @Cacheable(key = "'context' + #id")
    @CachePolicy(expirationTime = "5m")
    public String speaking(int id) {
        CreationContext.current().expirationTime(Duration.ofMinutes(1));
        return call("speaking");
    }

    @CachePut(key = "'put' + #id")
    @CachePolicy(expirationTime = "1m", shouldCache = "#id != 0 and #result.length() > 3")
    public String put(int id) {
        return call("put");
    }

    @Cacheable(key = "'stale' + #id")
    @CachePolicy(expirationTime = "1m", serveStale = "1m")
    public String stale(int id) {
        return call("stale");
    }

    @Cacheable(key = "#text")
    @CachePolicy(shouldCache = "!#result.isEmpty()")
    public String notEmpty(String text) {
        call("notEmpty");
        return text;
    }

    @CacheOnArguments(region = "books", shouldCache = "!#result.isEmpty()", condition = "#text != 'unconditional'")
    public String onArgumentsNotEmpty(String text) {
        call("notEmpty");
        return text;
    }

    @CacheOnArguments
    public String first(int id) {
        return call("first");
    }

    @CacheOnArguments
    public String second(int id) {
        return call("second");
    }

    @CacheOnArguments(namespace = "v2")
    public String namespaced(int id, String text) {
        return call("namespaced");
    }

    @CacheEvict(key = "@dogpileKeyGenerator.key(#root.target, 'first', #id)")
    public void evictFirst(int id) {}

    @Cacheable
    public String third(int id) {
        return call("third");
    }

    @Cacheable
    public String fourth(int id) {
        return call("fourth");
    }

    @CacheOnArguments
    public String unstable(Object argument) {
        return call("unstable");
    }
}
