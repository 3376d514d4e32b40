package io.dogpile.spring.boot.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** What holds for all regions. */
@ConfigurationProperties("dogpile")
class DogpileProperties {

    /**
     * Whether to create regions and a cache manager.
     */
    private boolean enabled = true;

    /**
     * Root of the configuration of regions. The region 'local' is configured under 'cache.local'.
     */
    private String prefix = "cache";

    /**
     * Whether plain '@Cacheable' methods load once per key, as those with 'sync = true' do.
     */
    private boolean protectCacheable = true;

    /**
     * Whether creations in the background see the context of their caller: the MDC and, with Micrometer's
     * context-propagation, observations and traces, the security context, and others.
     */
    private boolean propagateContext = true;

    /**
     * What makes the keys of cache annotations that name neither a key nor a generator: Spring's, of the arguments, or
     * dogpile's, of the method and the arguments.
     */
    private KeyGeneration keyGenerator = KeyGeneration.SPRING;

    /** Where regions create in the background. */
    @NestedConfigurationProperty
    private final BackgroundProperties background = new BackgroundProperties();

    /**
     * What to do about names of annotations that are no regions, regions that nobody uses, and stale values that are
     * served for less time than their successors take.
     */
    private StartupCheckMode startupChecks = StartupCheckMode.LOG;

    /**
     * Whether puts, evictions and clears of caches wait for the commit of the transaction in which they are made.
     */
    private boolean transactionAware;

    /** What regions inherit. */
    @NestedConfigurationProperty
    private final RegionDefaults defaults = new RegionDefaults();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public String getPrefix() {
        return prefix;
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    public boolean isProtectCacheable() {
        return protectCacheable;
    }

    public void setProtectCacheable(boolean protectCacheable) {
        this.protectCacheable = protectCacheable;
    }

    public boolean isPropagateContext() {
        return propagateContext;
    }

    public void setPropagateContext(boolean propagateContext) {
        this.propagateContext = propagateContext;
    }

    public BackgroundProperties getBackground() {
        return background;
    }

    public KeyGeneration getKeyGenerator() {
        return keyGenerator;
    }

    public void setKeyGenerator(KeyGeneration keyGenerator) {
        this.keyGenerator = keyGenerator;
    }

    public StartupCheckMode getStartupChecks() {
        return startupChecks;
    }

    public void setStartupChecks(StartupCheckMode startupChecks) {
        this.startupChecks = startupChecks;
    }

    public boolean isTransactionAware() {
        return transactionAware;
    }

    public void setTransactionAware(boolean transactionAware) {
        this.transactionAware = transactionAware;
    }

    public RegionDefaults getDefaults() {
        return defaults;
    }

    /** Whose keys. */
    enum KeyGeneration {

        /** The arguments of the call. */
        SPRING,

        /** The method and the arguments, in dogpile's form. */
        DOGPILE
    }
}
