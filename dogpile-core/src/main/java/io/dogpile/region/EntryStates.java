package io.dogpile.region;

import io.dogpile.backend.CachedValue;
import io.dogpile.lock.Lookup;
import io.dogpile.region.KeyState.Entry;
import io.dogpile.region.KeyState.Worth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Entries as people want to see them. */
final class EntryStates {

    private static final long UNSAID = Freshness.UNSAID;

    private EntryStates() {}

    static Entry of(CachedValue<?> value, Freshness freshness, Asked asked) {
        Worth worth = worth(freshness.classify(value, asked));
        long expiration = value.expirationMicros(freshness.expirationMicros());
        long serveStale = value.serveStaleMicros(freshness.serveStaleMicros());
        long window = Math.max(serveStale, asked.policies().serveStaleOnErrorMicros());
        long staleAt = sum(value.creationTimeMicros(), expiration);
        long softCutoff = freshness.invalidation().softCutoff();
        long staleSince = value.startedMicros() <= softCutoff ? Math.min(staleAt, softCutoff) : staleAt;
        long now = CachedValue.nowMicros(freshness.clock());
        return new Entry(
                worth,
                value.creationTime(),
                value.age(freshness.clock()),
                worth == Worth.FRESH ? until(staleAt, now) : Duration.ZERO,
                worth == Worth.MISSING ? Duration.ZERO : until(sum(staleSince, window), now),
                own(value.expirationMicros(UNSAID)),
                own(value.serveStaleMicros(UNSAID)),
                micros(value.tookMicros()),
                value.failures(),
                value.retryAtMicros() > now ? Instant.EPOCH.plus(value.retryAtMicros(), ChronoUnit.MICROS) : null,
                value.dataVersion() < 0 ? null : value.dataVersion());
    }

    private static Worth worth(Lookup<?> answer) {
        if (answer instanceof Lookup.Fresh) {
            return Worth.FRESH;
        }
        if (answer instanceof Lookup.Stale || answer instanceof Lookup.Resting) {
            return Worth.STALE;
        }
        return answer instanceof Lookup.LastResort ? Worth.LAST_RESORT : Worth.MISSING;
    }

    private static long sum(long moment, long time) {
        long sum = moment + time;
        return time == Freshness.FOREVER || moment == Freshness.FOREVER || sum < 0 ? Freshness.FOREVER : sum;
    }

    private static Duration until(long moment, long now) {
        return moment == Freshness.FOREVER ? CacheRegion.NEVER : micros(Math.max(0, moment - now));
    }

    private static @Nullable Duration own(long time) {
        if (time == UNSAID) {
            return null;
        }
        return time == Freshness.FOREVER ? CacheRegion.NEVER : micros(time);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
