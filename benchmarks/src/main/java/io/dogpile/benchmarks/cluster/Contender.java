package io.dogpile.benchmarks.cluster;

import io.dogpile.benchmarks.cluster.ReadThrough.Setting;
import io.dogpile.region.Policies;
import java.util.concurrent.Executors;

/** Whose callers wait. Each cache is configured as its documentation has it for one creation per key. */
enum Contender {
    CONCURRENT_HASH_MAP("ConcurrentHashMap.computeIfAbsent", LocalCaches::concurrentHashMap),
    CAFFEINE("Caffeine get", LocalCaches::caffeine),
    CACHE2K("cache2k", LocalCaches::cache2k),
    SPRING_CAFFEINE("Spring Caffeine cache", LocalCaches::springCaffeine),
    PLAIN_HIT("plain Redis hit", setting -> new LettuceJackson(setting, false)),
    LETTUCE_JACKSON("Lettuce + Jackson", setting -> new LettuceJackson(setting, true)),
    SPRING_REDIS("Spring Data Redis", setting -> new SpringRedis(setting, false)),
    SPRING_REDIS_LOCKING("Spring Data Redis, locking", setting -> new SpringRedis(setting, true)),
    REDISSON("Redisson Spring cache", RedissonSpring::new),
    JETCACHE("JetCache remote", setting -> new JetCache(setting, false)),
    JETCACHE_REFRESH("JetCache both + refresh", setting -> new JetCache(setting, true)),
    DOGPILE_MEMORY("dogpile, memory", Dogpile::memory),
    DOGPILE_REDIS("dogpile, redis", setting -> Dogpile.redis(setting, region -> {})),
    DOGPILE(
            "dogpile",
            setting -> Dogpile.redis(
                    setting, region -> region.serveStale(setting.life().multipliedBy(10)))),
    DOGPILE_ASYNC(
            "dogpile, async creation",
            setting -> Dogpile.redis(
                    setting,
                    region -> region.serveStale(setting.life().multipliedBy(10))
                            .asyncCreation(Executors.newFixedThreadPool(2)))),
    DOGPILE_EARLY(
            "dogpile, early refresh",
            setting -> Dogpile.redis(
                    setting,
                    region -> region.serveStale(setting.life().multipliedBy(10))
                            .asyncCreation(Executors.newFixedThreadPool(2))
                            .policies(Policies.NONE.earlyRefreshThreshold(0.7))));

    private final String label;
    private final Opener opener;

    Contender(String label, Opener opener) {
        this.label = label;
        this.opener = opener;
    }

    @FunctionalInterface
    private interface Opener {

        ReadThrough open(Setting setting) throws Exception;
    }

    /** What the report calls it. */
    String label() {
        return label;
    }

    ReadThrough open(Setting setting) throws Exception {
        return opener.open(setting);
    }
}
