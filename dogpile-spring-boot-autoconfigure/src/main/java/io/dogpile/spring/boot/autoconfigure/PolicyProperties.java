package io.dogpile.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationUnit;

/**
 * The policies of a region, which it can inherit. Null is unsaid; the defaults that IDEs show are in the additional
 * metadata.
 */
class PolicyProperties {

    /**
     * Largest part by which expiration times are shortened at random, so that values that were made together don't expire
     * together. From 0, not at all, to below 1.
     */
    private @Nullable Double expirationJitter;

    /**
     * Age after which a cached null is stale, if that differs from other values'. A bare number is seconds; -1 means
     * never.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration nullExpirationTime;

    /**
     * How long this process remembers that a creator failed, and gives its callers the same failure. A bare number is
     * seconds; 0 means not at all.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration failureExpirationTime;

    /**
     * Types of exceptions that are remembered for failure-expiration-time, with their subtypes.
     */
    private @Nullable List<String> cachedFailures;

    /**
     * How long past its expiration a value may be served if its successor can't be made. A bare number is seconds; 0
     * means not at all, -1 for ever.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration serveStaleOnError;

    /**
     * How long nobody tries again after a failure for which the previous value was served. Doubles with each further
     * failure. A bare number is seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration retryBackoff;

    /**
     * Longest time that retry-backoff grows to. A bare number is seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration maximumRetryBackoff;

    /**
     * How long a caller who may have the previous value waits for the next one, which is then made in the background. A
     * bare number is seconds; 0 means not at all, -1 for as long as it takes.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration creationSoftTimeout;

    /**
     * How long a creator may run before it is interrupted and its key is free again. A bare number is seconds; -1 means
     * for as long as it takes.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration creationTimeout;

    /**
     * How many creators of the region run at a time in this process. 0 means any number.
     */
    private @Nullable Integer maximumCreations;

    /**
     * How early values are made anew in the background before they expire: the factor of XFetch, by which the time that
     * their creation took is multiplied. 0 means not at all.
     */
    private @Nullable Double earlyRefresh;

    /**
     * Part of its expiration time after which the first reader has a value made anew in the background, from 0 to 1.
     * 0 and 1 mean not at all.
     */
    private @Nullable Double earlyRefreshThreshold;

    /**
     * Version of the data that a value was made from, as an expression about '#result' such as '#result.version'. Older
     * data never replaces newer.
     */
    private @Nullable String versionOf;

    public @Nullable Double getExpirationJitter() {
        return expirationJitter;
    }

    public void setExpirationJitter(@Nullable Double expirationJitter) {
        this.expirationJitter = expirationJitter;
    }

    public @Nullable Duration getNullExpirationTime() {
        return nullExpirationTime;
    }

    public void setNullExpirationTime(@Nullable Duration nullExpirationTime) {
        this.nullExpirationTime = nullExpirationTime;
    }

    public @Nullable Duration getFailureExpirationTime() {
        return failureExpirationTime;
    }

    public void setFailureExpirationTime(@Nullable Duration failureExpirationTime) {
        this.failureExpirationTime = failureExpirationTime;
    }

    public @Nullable List<String> getCachedFailures() {
        return cachedFailures;
    }

    public void setCachedFailures(@Nullable List<String> cachedFailures) {
        this.cachedFailures = cachedFailures;
    }

    public @Nullable Duration getServeStaleOnError() {
        return serveStaleOnError;
    }

    public void setServeStaleOnError(@Nullable Duration serveStaleOnError) {
        this.serveStaleOnError = serveStaleOnError;
    }

    public @Nullable Duration getRetryBackoff() {
        return retryBackoff;
    }

    public void setRetryBackoff(@Nullable Duration retryBackoff) {
        this.retryBackoff = retryBackoff;
    }

    public @Nullable Duration getMaximumRetryBackoff() {
        return maximumRetryBackoff;
    }

    public void setMaximumRetryBackoff(@Nullable Duration maximumRetryBackoff) {
        this.maximumRetryBackoff = maximumRetryBackoff;
    }

    public @Nullable Duration getCreationSoftTimeout() {
        return creationSoftTimeout;
    }

    public void setCreationSoftTimeout(@Nullable Duration creationSoftTimeout) {
        this.creationSoftTimeout = creationSoftTimeout;
    }

    public @Nullable Duration getCreationTimeout() {
        return creationTimeout;
    }

    public void setCreationTimeout(@Nullable Duration creationTimeout) {
        this.creationTimeout = creationTimeout;
    }

    public @Nullable Integer getMaximumCreations() {
        return maximumCreations;
    }

    public void setMaximumCreations(@Nullable Integer maximumCreations) {
        this.maximumCreations = maximumCreations;
    }

    public @Nullable Double getEarlyRefresh() {
        return earlyRefresh;
    }

    public void setEarlyRefresh(@Nullable Double earlyRefresh) {
        this.earlyRefresh = earlyRefresh;
    }

    public @Nullable Double getEarlyRefreshThreshold() {
        return earlyRefreshThreshold;
    }

    public void setEarlyRefreshThreshold(@Nullable Double earlyRefreshThreshold) {
        this.earlyRefreshThreshold = earlyRefreshThreshold;
    }

    public @Nullable String getVersionOf() {
        return versionOf;
    }

    public void setVersionOf(@Nullable String versionOf) {
        this.versionOf = versionOf;
    }
}
