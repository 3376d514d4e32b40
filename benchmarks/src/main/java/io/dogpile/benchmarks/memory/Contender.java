package io.dogpile.benchmarks.memory;

/** A way to get at a value that this JVM holds. */
public enum Contender {
    CONCURRENT_HASH_MAP("ConcurrentHashMap.get", OtherCaches::concurrentHashMap),
    CAFFEINE_WITHOUT_EXPIRY("Caffeine getIfPresent, no expiry", OtherCaches::caffeineWithoutExpiry),
    CAFFEINE_GET_IF_PRESENT("Caffeine getIfPresent", OtherCaches::caffeineGetIfPresent),
    CAFFEINE_GET("Caffeine get", OtherCaches::caffeineGet),
    SPRING_CAFFEINE("Spring Cache.get on Caffeine", () -> SpringCaches.caffeine(SpringCaches::get)),
    CACHEABLE_CAFFEINE("@Cacheable on Caffeine", () -> SpringCaches.caffeine(SpringCaches::plain)),
    CACHEABLE_SYNC_CAFFEINE("@Cacheable(sync) on Caffeine", () -> SpringCaches.caffeine(SpringCaches::sync)),
    CACHE2K("cache2k", OtherCaches::cache2k),
    JETCACHE("JetCache local", OtherCaches::jetCache),
    REDISSON("Redisson local cached map", OtherCaches::redisson),
    DOGPILE_GET("dogpile get", Regions::get),
    DOGPILE_GET_OR_CREATE("dogpile getOrCreate", Regions::getOrCreate),
    DOGPILE_SPRING("dogpile Cache.get", () -> SpringCaches.dogpile(SpringCaches::get)),
    DOGPILE_CACHEABLE("dogpile @Cacheable", () -> SpringCaches.dogpile(SpringCaches::plain)),
    DOGPILE_CACHEABLE_SYNC("dogpile @Cacheable(sync)", () -> SpringCaches.dogpile(SpringCaches::sync));

    private final String label;
    private final Opener opener;

    Contender(String label, Opener opener) {
        this.label = label;
        this.opener = opener;
    }

    @FunctionalInterface
    private interface Opener {

        LocalCache open() throws Exception;
    }

    /** Whether calls go through the many frames of Spring's interceptor, which take long to be compiled. */
    boolean isIntercepted() {
        return label.contains("@Cacheable");
    }

    String label() {
        return label;
    }

    LocalCache open() throws Exception {
        return opener.open();
    }
}
