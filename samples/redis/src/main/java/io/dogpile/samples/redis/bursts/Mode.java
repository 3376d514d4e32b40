package io.dogpile.samples.redis.bursts;

/** What a burst calls. */
enum Mode {
    /** The report's method that nothing protects. */
    UNCACHED,
    /** The report's method with {@code @Cacheable(sync = true)}. */
    CACHED
}
