package io.dogpile.backend;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a backend stores it: the payload and what is known about it. Counterpart of dogpile.cache's
 * {@code CachedValue} with its metadata {@code ct} and {@code v}. Immutable, and thread-safe as far as the payload is.
 *
 * <p>The creation time has microseconds, the precision of Python's {@code time.time()}.
 *
 * <p>Past 300 lines, because every piece of metadata is documented.
 *
 * @param <V> type of the payload; null is a payload like any other
 */
public final class CachedValue<V extends @Nullable Object> {

    /** The version that this library writes. Entries with any other version count as missing. */
    public static final int CURRENT_VERSION = 2;

    private final V payload;
    private final long creationTimeMicros;
    private final int tookMicros;
    private final @Nullable Details details;

    private CachedValue(V payload, long creationTimeMicros, int tookMicros, @Nullable Details details) {
        this.payload = payload;
        this.creationTimeMicros = creationTimeMicros;
        this.tookMicros = tookMicros;
        this.details = details;
    }

    /**
     * An entry of the current version.
     *
     * @param <V> type of the payload
     * @param payload the payload, may be null
     * @param creationTimeMicros when it was created, in microseconds since the epoch
     * @return the entry
     */
    public static <V extends @Nullable Object> CachedValue<V> of(V payload, long creationTimeMicros) {
        return new CachedValue<>(payload, creationTimeMicros, 0, null);
    }

    /**
     * An entry with all its metadata, for backends that read it from elsewhere.
     *
     * @param <V> type of the payload
     * @param payload the payload, may be null
     * @param creationTimeMicros when it was created, in microseconds since the epoch
     * @param version the version that its writer gave it
     * @param attributes further metadata by name; copied
     * @return the entry
     */
    public static <V extends @Nullable Object> CachedValue<V> of(
            V payload, long creationTimeMicros, int version, Map<String, ?> attributes) {
        return new CachedValue<>(
                payload, creationTimeMicros, 0, Details.of(version, Map.copyOf(attributes), Life.ORDINARY));
    }

    /**
     * Another entry with the same version and further metadata, which the two share.
     *
     * @param <W> type of its payload
     * @param otherPayload its payload, may be null
     * @param createdMicros when it was created, in microseconds since the epoch
     * @param ranMicros how long its creator ran, in microseconds
     * @return the entry
     */
    public <W extends @Nullable Object> CachedValue<W> another(W otherPayload, long createdMicros, long ranMicros) {
        return new CachedValue<>(otherPayload, createdMicros, capped(ranMicros), details);
    }

    private static int capped(long micros) {
        return (int) Math.max(0, Math.min(micros, Integer.MAX_VALUE));
    }

    /**
     * This entry with the time that its creator ran.
     *
     * @param micros the time in microseconds
     * @return the entry
     */
    public CachedValue<V> taking(long micros) {
        int capped = capped(micros);
        return capped == tookMicros ? this : new CachedValue<>(payload, creationTimeMicros, capped, details);
    }

    /**
     * This entry with a life of its own, which for this value stands in for the region's settings.
     *
     * @param expirationMicros the age after which it is stale, in microseconds; {@link Long#MAX_VALUE} for never,
     *     negative for the region's
     * @param serveStaleMicros how long it may be served after that, in microseconds; {@link Long#MAX_VALUE} for ever,
     *     negative for the region's
     * @return the entry
     */
    public CachedValue<V> living(long expirationMicros, long serveStaleMicros) {
        return living(life().living(expirationMicros, serveStaleMicros, false));
    }

    /**
     * This entry with an expiration time that its region's settings have made, and not its creator. It is not longer than
     * the region's, so that a backend needs to keep the entry no longer than others.
     *
     * @param expirationMicros the age after which it is stale, in microseconds
     * @return the entry
     */
    public CachedValue<V> shortened(long expirationMicros) {
        return living(life().living(expirationMicros, life().serveStaleMicros, true));
    }

    /**
     * This entry with the version of the data that its payload was made from. A backend does not let it replace an entry
     * whose data version is greater, see {@link #mayReplace}.
     *
     * @param dataVersion the version, 0 or more; negative for none
     * @return the entry
     */
    public CachedValue<V> versioned(long dataVersion) {
        return living(life().versioned(Math.max(-1, dataVersion)));
    }

    /**
     * This entry, to be written where older ones have been invalidated: it replaces those, whatever the version of their
     * data. It says nothing about an entry without a data version, and is not stored.
     *
     * @param cutoffMicros entries whose making began then or earlier are invalidated; in microseconds since the epoch
     * @return the entry
     */
    public CachedValue<V> replacingUntil(long cutoffMicros) {
        if (life().dataVersion < 0) {
            return this;
        }
        return living(life().replacing(cutoffMicros));
    }

    /**
     * This entry with what is known of vain attempts to make its successor.
     *
     * @param failures how many there were in a row; 0 for none
     * @param retryAtMicros when to try again at the earliest, in microseconds since the epoch
     * @return the entry
     */
    public CachedValue<V> failing(int failures, long retryAtMicros) {
        return living(life().failing(Math.max(0, failures), failures > 0 ? retryAtMicros : 0));
    }

    /**
     * This entry, to be kept for as long as it may be served in place of a failure. That is known only to whoever stores
     * it, and is not stored with it.
     *
     * @param micros how long past its expiration, in microseconds; {@link Long#MAX_VALUE} for ever
     * @return the entry
     */
    public CachedValue<V> servedOnError(long micros) {
        return living(life().servedOnError(micros));
    }

    private Life life() {
        return details == null ? Life.ORDINARY : details.life;
    }

    private CachedValue<V> living(Life own) {
        return detailed(Details.of(version(), attributes(), own));
    }

    private CachedValue<V> detailed(@Nullable Details own) {
        return new CachedValue<>(payload, creationTimeMicros, tookMicros, own);
    }

    /**
     * This entry with other further metadata.
     *
     * @param newAttributes metadata by name; copied
     * @return the entry
     */
    public CachedValue<V> withAttributes(Map<String, ?> newAttributes) {
        return detailed(Details.of(version(), Map.copyOf(newAttributes), life()));
    }

    /**
     * The current time in the unit of creation times.
     *
     * @param clock where the time comes from
     * @return microseconds since the epoch
     */
    public static long nowMicros(InstantSource clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /**
     * The value that was cached.
     *
     * @return the payload, null if null was cached
     */
    public V payload() {
        return payload;
    }

    /**
     * When the value was created.
     *
     * @return the instant, with microseconds
     */
    public Instant creationTime() {
        return Instant.EPOCH.plus(creationTimeMicros, ChronoUnit.MICROS);
    }

    /**
     * When the value was created, without making an object.
     *
     * @return microseconds since the epoch
     */
    public long creationTimeMicros() {
        return creationTimeMicros;
    }

    /**
     * How long the creator ran, in microseconds, at most about 35 minutes.
     *
     * @return the time; 0 for a value that was set, or if it is not known
     */
    public long tookMicros() {
        return tookMicros;
    }

    /**
     * When the creator began: what the value was made from is not newer than that, so this is what invalidations are
     * compared with.
     *
     * @return microseconds since the epoch
     */
    public long startedMicros() {
        return creationTimeMicros - tookMicros;
    }

    /**
     * How old the value is.
     *
     * @param clock where the time comes from
     * @return the age, never negative
     */
    public Duration age(InstantSource clock) {
        return Duration.of(Math.max(0, nowMicros(clock) - creationTimeMicros), ChronoUnit.MICROS);
    }

    /**
     * The value's own expiration time.
     *
     * @param otherwise the answer for a value that has none
     * @return the age after which it is stale, in microseconds; {@link Long#MAX_VALUE} for never
     */
    public long expirationMicros(long otherwise) {
        Life own = life();
        return own.expirationMicros < 0 ? otherwise : own.expirationMicros;
    }

    /**
     * Whether the value's own expiration time comes from its region's settings.
     *
     * @return true if it was {@linkplain #shortened shortened}
     */
    public boolean isShortened() {
        return life().shortened;
    }

    /**
     * How long the value itself says that it may be served when it is stale.
     *
     * @param otherwise the answer for a value that says nothing
     * @return the time in microseconds; {@link Long#MAX_VALUE} for ever
     */
    public long serveStaleMicros(long otherwise) {
        Life own = life();
        return own.serveStaleMicros < 0 ? otherwise : own.serveStaleMicros;
    }

    /**
     * The version of the data that the payload was made from.
     *
     * @return the version; -1 if it has none
     */
    public long dataVersion() {
        return life().dataVersion;
    }

    /**
     * Until when entries count as invalidated for this one, see {@link #replacingUntil}.
     *
     * @return microseconds since the epoch; {@link Long#MIN_VALUE} if nothing is known to be
     */
    public long replacesUntilMicros() {
        return life().cutoffMicros;
    }

    /**
     * Whether this entry may be written where another one is, which every backend has to respect: not if the data of
     * the other one is of a greater version. Equal versions replace each other, and so does whatever has no version, on
     * either side. An entry that no reader of this library accepts does not count, nor one that was {@linkplain
     * #replacingUntil invalidated}; one that is past its expiration time does.
     *
     * @param present the entry that is there, null if none is
     * @return true if this one may replace it
     */
    public boolean mayReplace(@Nullable CachedValue<?> present) {
        Life own = life();
        return own.dataVersion < 0
                || present == null
                || present.version() != CURRENT_VERSION
                || present.dataVersion() <= own.dataVersion
                || present.startedMicros() <= own.cutoffMicros;
    }

    /**
     * How often in a row it has been tried in vain to make this value's successor.
     *
     * @return the number; 0 unless values are served in place of failures
     */
    public int failures() {
        return life().failures;
    }

    /**
     * Until when nobody should try to make this value's successor, because it was just tried in vain.
     *
     * @return microseconds since the epoch; 0 if one may try
     */
    public long retryAtMicros() {
        return life().retryAtMicros;
    }

    /**
     * How long after its creation a backend must keep the value. One that has both an expiration time and a stale
     * window of its own is of use for exactly their sum, or until it may no longer be {@linkplain #servedOnError served
     * in place of a failure}. With one of them, the other is the region's, of which a
     * backend only knows that it is not longer than the region's retention.
     *
     * @param regional the region's retention in microseconds; {@link Long#MAX_VALUE} for ever
     * @return the time in microseconds; {@link Long#MAX_VALUE} for ever
     */
    public long retentionMicros(long regional) {
        Life own = life();
        if (own.onErrorMicros <= 0 && own.serveStaleMicros < 0 && (own.expirationMicros < 0 || own.shortened)) {
            return regional;
        }
        long sum = expirationMicros(regional) + Math.max(serveStaleMicros(regional), own.onErrorMicros);
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * The version that the entry's writer gave it.
     *
     * @return {@link #CURRENT_VERSION} for entries of this library
     */
    public int version() {
        return details == null ? CURRENT_VERSION : details.version;
    }

    /**
     * Further metadata by name.
     *
     * @return an unmodifiable map, empty unless the writer added something
     */
    public Map<String, Object> attributes() {
        return details == null ? Map.of() : details.attributes;
    }

    /**
     * This entry with another payload and the same metadata.
     *
     * @param newPayload the payload, may be null
     * @return the entry
     */
    @SuppressWarnings("NullAway") // its generics don't follow a nullable type argument through a constructor
    public CachedValue<?> withPayload(@Nullable Object newPayload) {
        return new CachedValue<>(newPayload, creationTimeMicros, tookMicros, details);
    }

    @Override
    public String toString() {
        return "CachedValue[payload=" + payload + ", creationTime=" + creationTime() + ", version=" + version()
                + (attributes().isEmpty() ? "" : ", attributes=" + attributes())
                + (life() == Life.ORDINARY ? "" : ", life=" + life()) + "]";
    }

    /** Apart and mostly absent, so that an entry in memory is no larger for it: 32 bytes, and those of its payload. */
    private record Details(int version, Map<String, Object> attributes, Life life) {

        static @Nullable Details of(int version, Map<String, Object> attributes, Life life) {
            boolean ordinary = life.isOrdinary();
            return ordinary && version == CURRENT_VERSION && attributes.isEmpty()
                    ? null
                    : new Details(version, attributes, ordinary ? Life.ORDINARY : life);
        }
    }

    /** What holds for this value in place of the region's settings. Negative times and versions are unsaid. */
    private record Life(
            long expirationMicros,
            long serveStaleMicros,
            boolean shortened,
            long dataVersion,
            long cutoffMicros,
            int failures,
            long retryAtMicros,
            long onErrorMicros) {

        static final Life ORDINARY = new Life(-1, -1, false, -1, Long.MIN_VALUE, 0, 0, 0);

        Life living(long expiration, long serveStale, boolean byTheRegion) {
            return new Life(
                    expiration,
                    serveStale,
                    byTheRegion,
                    dataVersion,
                    cutoffMicros,
                    failures,
                    retryAtMicros,
                    onErrorMicros);
        }

        Life versioned(long version) {
            return new Life(
                    expirationMicros,
                    serveStaleMicros,
                    shortened,
                    version,
                    cutoffMicros,
                    failures,
                    retryAtMicros,
                    onErrorMicros);
        }

        Life replacing(long cutoff) {
            return new Life(
                    expirationMicros,
                    serveStaleMicros,
                    shortened,
                    dataVersion,
                    cutoff,
                    failures,
                    retryAtMicros,
                    onErrorMicros);
        }

        Life failing(int count, long retryAt) {
            return new Life(
                    expirationMicros,
                    serveStaleMicros,
                    shortened,
                    dataVersion,
                    cutoffMicros,
                    count,
                    retryAt,
                    onErrorMicros);
        }

        Life servedOnError(long micros) {
            return new Life(
                    expirationMicros,
                    serveStaleMicros,
                    shortened,
                    dataVersion,
                    cutoffMicros,
                    failures,
                    retryAtMicros,
                    micros);
        }

        boolean isOrdinary() {
            return expirationMicros < 0
                    && serveStaleMicros < 0
                    && dataVersion < 0
                    && failures == 0
                    && onErrorMicros <= 0;
        }
    }
}
