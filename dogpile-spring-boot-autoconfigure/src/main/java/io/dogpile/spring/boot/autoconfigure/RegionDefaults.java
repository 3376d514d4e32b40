package io.dogpile.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationUnit;

/** The settings of a region that it can inherit. */
class RegionDefaults extends PolicyProperties {

    /**
     * Age after which a value is stale. A bare number is seconds; -1 means never, which is the default.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration expirationTime;

    /**
     * How long past its expiration a stale value may be served while its successor is made. A bare number is seconds;
     * 0 means not at all, -1 for ever. As long as the expiration time unless set.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration serveStale;

    /**
     * How long a caller without a value waits for another caller's creation. A bare number is seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration waitTimeout = Duration.ofSeconds(30);

    /**
     * Whether stale values are re-created on a background thread, so that no caller waits for that.
     */
    private boolean asyncCreation;

    /**
     * How the text of keys is turned into what the backend stores. What suits the backend unless set.
     */
    private @Nullable String keyMangler;

    /**
     * Proxies around the backend, the outermost first: names of classes, or of beans of type BackendWrapper.
     */
    private List<String> wrap = new ArrayList<>();

    /**
     * Whether null is cached like any other value.
     */
    private boolean cacheNullValues = true;

    /**
     * How many entries each process keeps copies of, to be used while the backend fails. 0 means none.
     */
    private long outageCopies;

    /**
     * Whether hits and misses are counted, which costs every hit a little. If unset, they are where a meter registry
     * or the endpoint 'dogpile' shows them.
     */
    private @Nullable Boolean recordStats;

    /**
     * Of how many keys the region remembers what happened last, for the endpoint 'dogpile'. 0 means none.
     */
    private int explain;

    public int getExplain() {
        return explain;
    }

    public void setExplain(int explain) {
        this.explain = explain;
    }

    public @Nullable Boolean getRecordStats() {
        return recordStats;
    }

    public void setRecordStats(@Nullable Boolean recordStats) {
        this.recordStats = recordStats;
    }

    public @Nullable Duration getExpirationTime() {
        return expirationTime;
    }

    public void setExpirationTime(@Nullable Duration expirationTime) {
        this.expirationTime = expirationTime;
    }

    public @Nullable Duration getServeStale() {
        return serveStale;
    }

    public void setServeStale(@Nullable Duration serveStale) {
        this.serveStale = serveStale;
    }

    public Duration getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(Duration waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public boolean isAsyncCreation() {
        return asyncCreation;
    }

    public void setAsyncCreation(boolean asyncCreation) {
        this.asyncCreation = asyncCreation;
    }

    public @Nullable String getKeyMangler() {
        return keyMangler;
    }

    public void setKeyMangler(@Nullable String keyMangler) {
        this.keyMangler = keyMangler;
    }

    public List<String> getWrap() {
        return wrap;
    }

    public void setWrap(List<String> wrap) {
        this.wrap = wrap;
    }

    public boolean isCacheNullValues() {
        return cacheNullValues;
    }

    public void setCacheNullValues(boolean cacheNullValues) {
        this.cacheNullValues = cacheNullValues;
    }

    public long getOutageCopies() {
        return outageCopies;
    }

    public void setOutageCopies(long outageCopies) {
        this.outageCopies = outageCopies;
    }
}
