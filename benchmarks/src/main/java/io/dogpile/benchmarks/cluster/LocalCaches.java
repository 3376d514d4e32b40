package io.dogpile.benchmarks.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dogpile.benchmarks.cluster.ReadThrough.Creator;
import io.dogpile.benchmarks.cluster.ReadThrough.Setting;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.cache2k.Cache2kBuilder;
import org.springframework.cache.caffeine.CaffeineCacheManager;

/** Caches within one process, with their default sizes. */
final class LocalCaches {

    private LocalCaches() {}

    static ReadThrough concurrentHashMap(Setting setting) {
        Map<String, Article> map = new ConcurrentHashMap<>();
        return key -> map.computeIfAbsent(key, missing -> create(setting.creator(), missing));
    }

    static ReadThrough caffeine(Setting setting) {
        Cache<String, Article> cache =
                Caffeine.newBuilder().expireAfterWrite(setting.life()).build();
        return key -> cache.get(key, missing -> create(setting.creator(), missing));
    }

    static ReadThrough cache2k(Setting setting) {
        org.cache2k.Cache<String, Article> cache = Cache2kBuilder.of(String.class, Article.class)
                .expireAfterWrite(setting.life())
                .loader(setting.creator()::create)
                .build();
        return cache::get;
    }

    static ReadThrough springCaffeine(Setting setting) {
        CaffeineCacheManager manager = new CaffeineCacheManager();
        manager.setCaffeine(Caffeine.newBuilder().expireAfterWrite(setting.life()));
        org.springframework.cache.Cache cache = Objects.requireNonNull(manager.getCache("articles"));
        return key ->
                Objects.requireNonNull(cache.get(key, () -> setting.creator().create(key)));
    }

    /** For loaders that may throw no checked exception. */
    static Article create(Creator creator, String key) {
        try {
            return creator.create(key);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }
}
