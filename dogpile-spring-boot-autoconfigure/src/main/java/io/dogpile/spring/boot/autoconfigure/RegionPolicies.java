package io.dogpile.spring.boot.autoconfigure;

import static org.springframework.core.NestedExceptionUtils.getMostSpecificCause;

import io.dogpile.region.PolicySettings;
import io.dogpile.region.RegionConfig;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Settings;
import io.dogpile.spring.annotation.ResultVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/** Gives regions their policies, and the executors that these need. */
final class RegionPolicies {

    private static final String THREADS = "dogpile-limited-";

    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;
    private final SingletonSupplier<Executor> background;

    RegionPolicies(ConfigurableListableBeanFactory beans, Environment environment, BackgroundCreation background) {
        this.beans = beans;
        this.environment = environment;
        this.background = SingletonSupplier.of(background::executor);
    }

    void configure(RegionConfig.Builder builder, String prefix, RegionDefaults properties) {
        Settings settings = Settings.of(prefix, values(prefix, properties));
        builder.policies(PolicySettings.read(settings, beans.getBeanClassLoader()))
                .explainedKeys(settings.getInt("explain", 0, 0))
                .refreshExecutor(refreshExecutor(properties));
        if (Threading.VIRTUAL.isActive(environment)) {
            builder.creationExecutor(virtualThreads());
        }
    }

    private Map<String, @Nullable Object> values(String prefix, RegionDefaults properties) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("expiration-jitter", properties.getExpirationJitter());
        values.put("null-expiration-time", properties.getNullExpirationTime());
        values.put("failure-expiration-time", properties.getFailureExpirationTime());
        values.put("cached-failures", properties.getCachedFailures());
        values.put("serve-stale-on-error", properties.getServeStaleOnError());
        values.put("retry-backoff", properties.getRetryBackoff());
        values.put("maximum-retry-backoff", properties.getMaximumRetryBackoff());
        values.put("creation-soft-timeout", properties.getCreationSoftTimeout());
        values.put("creation-timeout", properties.getCreationTimeout());
        values.put("maximum-creations", properties.getMaximumCreations());
        values.put("early-refresh", properties.getEarlyRefresh());
        values.put("early-refresh-threshold", properties.getEarlyRefreshThreshold());
        values.put("version-of", versionOf(prefix, properties.getVersionOf()));
        values.put("explain", properties.getExplain());
        values.values().removeIf(Objects::isNull);
        return values;
    }

    private @Nullable ResultVersion versionOf(String prefix, @Nullable String expression) {
        if (!StringUtils.hasText(expression)) {
            return null;
        }
        try {
            return ResultVersion.parse(prefix, "version-of", expression, beans);
        } catch (IllegalArgumentException unreadable) {
            InvalidSettingException error = new InvalidSettingException(
                    prefix + "version-of",
                    expression,
                    "is no expression in SpEL ("
                            + getMostSpecificCause(unreadable).getMessage() + ")",
                    "Write one about #result, such as #result.version.");
            error.initCause(unreadable);
            throw error;
        }
    }

    /** That of creations in the background, found when it is first needed, or now if the region needs it for certain. */
    private Executor refreshExecutor(PolicyProperties properties) {
        if (properties.getEarlyRefresh() != null || properties.getEarlyRefreshThreshold() != null) {
            background.obtain();
        }
        return refresh -> background.obtain().execute(refresh);
    }

    /** Without a limit, because creators wait for each other. */
    private static Executor virtualThreads() {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(THREADS);
        threads.setVirtualThreads(true);
        return threads;
    }
}
