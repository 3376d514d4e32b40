package io.dogpile.benchmarks;

import io.dogpile.region.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What each policy is for: the same story without it and with it. The stories of {@link WaitingEffects} happen in real
 * time, all others in {@link VirtualTime}. Says what it measured and judges nothing.
 */
public final class PolicyEffects {

    private PolicyEffects() {}

    /**
     * Prints a Markdown table.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws Exception {
        System.out.println(Effect.HEADER);
        for (Effect effect : all(Duration.ofMinutes(10), new WaitingEffects(Duration.ofMillis(300), 10))) {
            System.out.println(effect.row());
        }
    }

    static List<Effect> all(Duration time, WaitingEffects waiting) throws Exception {
        FailureEffects failing = new FailureEffects(time);
        EntryEffects entries = new EntryEffects(time);
        List<Effect> effects = new ArrayList<>();
        effects.add(Effect.of("serve-stale-on-error: 1h", failing::failingForTenMinutes));
        effects.add(Effect.of("creation-soft-timeout", waiting::readingWhatExpires));
        effects.add(Effect.of("creation-timeout: 5s", failing::hangingOnce));
        effects.add(Effect.of("maximum-creations: 5", waiting::askingForMany));
        effects.add(expiring(entries, "early-refresh: 1.0", Policies.NONE.earlyRefresh(1)));
        effects.add(expiring(entries, "early-refresh-threshold: 0.8", Policies.NONE.earlyRefreshThreshold(0.8)));
        effects.add(Effect.of("expiration-jitter: 0.1", entries::bornTogether));
        effects.add(absent(entries, true));
        effects.add(absent(entries, false));
        effects.add(Effect.of("failure-expiration-time: 2s", failing::failingWithoutPreviousValue));
        effects.add(Effect.of("CreationContext.notModified", entries::unchanged));
        effects.add(Effect.of("version-of", entries::slowWriters));
        effects.add(Effect.of("CallOptions.waitingAtMost", waiting::askingInAHurry));
        return effects;
    }

    private static Effect expiring(EntryEffects entries, String name, Policies policies) throws Exception {
        return Effect.of(name, with -> entries.expiring(with ? policies : Policies.NONE));
    }

    private static Effect absent(EntryEffects entries, boolean cachingNull) throws Exception {
        Policies policies = Policies.NONE.nullExpirationTime(Duration.ofSeconds(10));
        return Effect.of(
                "null-expiration-time: 10s" + (cachingNull ? "" : " for cache-null-values: false"),
                with -> with ? entries.absent(policies, true) : entries.absent(Policies.NONE, cachingNull));
    }
}
