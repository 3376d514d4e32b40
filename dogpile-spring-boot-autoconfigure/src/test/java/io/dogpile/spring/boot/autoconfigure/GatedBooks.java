package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.testing.Gate;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods with every form of annotation, whose work stops at a gate and is counted. */
@CacheConfig(cacheNames = "books")
class GatedBooks {

    private final AtomicInteger calls = new AtomicInteger();
    private volatile Gate gate = new Gate();

    public Gate gate() {
        return gate;
    }

    public void close() {
        gate = new Gate();
    }

    public int calls() {
        return calls.get();
    }

    private int call() {
        int number = calls.incrementAndGet();
        try {
            gate.pass();
        } catch (InterruptedException interruption) {
            throw new IllegalStateException(interruption);
        }
        return number;
    }

    @Cacheable
    public String plain(int id) {
        call();
        return "plain " + id;
    }

    @Cacheable
    public String numbered(int id) {
        return "number " + call();
    }

    @Cacheable(unless = "#result == 'veto'")
    public String unless(String text) {
        call();
        return text;
    }

    @Cacheable(condition = "#id > 5")
    public String condition(int id) {
        call();
        return "condition " + id;
    }

    @Cacheable({"books", "more"})
    public String twoCaches(int id) {
        call();
        return "both " + id;
    }

    @Caching(cacheable = @Cacheable, evict = @CacheEvict(cacheNames = "more", allEntries = true))
    public String cachingWithEvict(int id) {
        call();
        return "evict " + id;
    }

    @Caching(cacheable = @Cacheable, evict = @CacheEvict(beforeInvocation = true))
    public String evictingItselfBefore(int id) {
        call();
        return "before " + id;
    }

    @Caching(cacheable = @Cacheable, put = @CachePut("more"))
    public String cachingWithPut(int id) {
        return "put " + call();
    }

    @Caching(cacheable = {@Cacheable, @Cacheable("more")})
    public String twoCacheables(int id) {
        call();
        return "two " + id;
    }

    @Cacheable
    public Optional<String> optional(int id) {
        call();
        return Optional.of("optional " + id);
    }

    @Cacheable
    public Optional<String> emptyOptional(int id) {
        call();
        return Optional.empty();
    }

    @Cacheable
    public String nothing(int id) {
        call();
        return null;
    }

    @Cacheable
    public String failing(int id) throws IOException {
        call();
        throw new IOException("no " + id);
    }

    @Cacheable
    public CompletableFuture<String> future(int id) {
        return CompletableFuture.supplyAsync(() -> {
            call();
            return "future " + id;
        });
    }

    @Cacheable
    public Mono<String> mono(int id) {
        return Mono.fromCallable(() -> {
            call();
            return "mono " + id;
        });
    }

    @Cacheable
    public Flux<String> flux(int id) {
        return Flux.defer(() -> {
            call();
            return Flux.just("flux " + id, "and more");
        });
    }
}
