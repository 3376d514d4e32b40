package io.dogpile.region;

import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Policies} from settings, wherever those were written: in a map, in the properties of an application, or in
 * an annotation. Names and ranges are those of the methods of {@link Policies}.
 */
public final class PolicySettings {

    /** The names of all policies; other spellings of them are understood too, see {@link Settings}. */
    public static final List<String> NAMES = List.of(
            "expiration-jitter",
            "null-expiration-time",
            "failure-expiration-time",
            "cached-failures",
            "serve-stale-on-error",
            "retry-backoff",
            "maximum-retry-backoff",
            "creation-soft-timeout",
            "creation-timeout",
            "maximum-creations",
            "early-refresh",
            "early-refresh-threshold",
            "version-of");

    private static final String TIME = "Give a duration such as 30s, or 0.";
    private static final String TIME_OR_NEVER = "Give a duration such as 30s, 0, or -1 for no end.";
    private static final String LIMIT = "Give a duration of more than 0, such as 5s, or -1 for no limit.";

    private final Settings settings;
    private Policies policies = Policies.NONE;

    private PolicySettings(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads all policies. What is not set stays unsaid.
     *
     * @param settings durations, numbers, in {@code cached-failures} classes or their names, and in {@code version-of} a
     *     {@link Function}; text is coerced
     * @param classLoader finds classes by their names; null for the one of the JDK's own classes
     * @return the policies; {@link Policies#NONE} if there are none
     * @throws InvalidSettingException if a value can't be read or is out of its range
     */
    public static Policies read(Settings settings, @Nullable ClassLoader classLoader) {
        return saysNothing(settings) ? Policies.NONE : new PolicySettings(settings).read(classLoader);
    }

    /** As most regions do, so that an application that starts needs nothing of what reads policies. */
    private static boolean saysNothing(Settings settings) {
        for (String name : NAMES) {
            if (settings.has(name)) {
                return false;
            }
        }
        return true;
    }

    private Policies read(@Nullable ClassLoader classLoader) {
        number("expiration-jitter", Policies::expirationJitter, "Give a part from 0 to below 1, such as 0.1.");
        time("null-expiration-time", Policies::nullExpirationTime, TIME_OR_NEVER);
        time("failure-expiration-time", Policies::failureExpirationTime, TIME);
        if (settings.has("cached-failures")) {
            policies = policies.cachedFailures(failures(classLoader));
        }
        time("serve-stale-on-error", Policies::serveStaleOnError, TIME_OR_NEVER);
        time("retry-backoff", Policies::retryBackoff, TIME);
        time("maximum-retry-backoff", Policies::maximumRetryBackoff, TIME);
        time("creation-soft-timeout", Policies::creationSoftTimeout, TIME_OR_NEVER);
        time("creation-timeout", Policies::creationTimeout, LIMIT);
        if (settings.has("maximum-creations")) {
            policies = policies.maximumCreations(settings.getInt("maximum-creations", 0, 0));
        }
        number("early-refresh", Policies::earlyRefresh, "Give 0 for not at all, or a factor such as 1.0.");
        number("early-refresh-threshold", Policies::earlyRefreshThreshold, "Give a part from 0 to 1, such as 0.8.");
        if (settings.has("version-of")) {
            policies = policies.versionOf(versionOf());
        }
        return policies;
    }

    private void number(String name, BiFunction<Policies, Double, Policies> policy, String advice) {
        add(name, settings.getDouble(name, null), policy, advice);
    }

    private void time(String name, BiFunction<Policies, Duration, Policies> policy, String advice) {
        add(name, settings.getDuration(name, null), policy, advice);
    }

    private <T> void add(String name, @Nullable T value, BiFunction<Policies, T, Policies> policy, String advice) {
        if (value == null) {
            return;
        }
        try {
            policies = policy.apply(policies, value);
        } catch (IllegalArgumentException outOfRange) {
            throw invalid(name, "is out of range", advice, outOfRange);
        }
    }

    private List<Class<? extends Throwable>> failures(@Nullable ClassLoader classLoader) {
        return settings.getList("cached-failures").stream()
                .<Class<? extends Throwable>>map(part -> failure(part, classLoader))
                .toList();
    }

    private Class<? extends Throwable> failure(Object part, @Nullable ClassLoader classLoader) {
        String advice = "Name types of exceptions, such as java.io.IOException; nested ones with a $.";
        try {
            Class<?> type = part instanceof Class<?> given ? given : Class.forName(part.toString(), false, classLoader);
            return type.asSubclass(Throwable.class);
        } catch (ClassNotFoundException | LinkageError absent) {
            throw invalid("cached-failures", "there is no class named '" + part + "'", advice, absent);
        } catch (ClassCastException other) {
            throw invalid("cached-failures", "'" + part + "' is no Throwable", advice, other);
        }
    }

    @SuppressWarnings("unchecked") // whoever gives a function gives one from the region's values to their versions
    private Function<Object, @Nullable Long> versionOf() {
        if (settings.get("version-of") instanceof Function<?, ?> function) {
            return (Function<Object, @Nullable Long>) function;
        }
        throw settings.invalid(
                "version-of", "is no function", "Give a java.util.function.Function from a value to its version.");
    }

    private InvalidSettingException invalid(String name, String reason, String advice, Throwable cause) {
        InvalidSettingException error = settings.invalid(name, reason, advice);
        error.initCause(cause);
        return error;
    }
}
