package io.dogpile.region;

import io.dogpile.backend.BackendWrapper;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a region's configuration from a flat map with a prefix, as dogpile.cache's {@code configure_from_config}. */
final class ConfigMap {

    private ConfigMap() {}

    static RegionConfig read(Map<String, ? extends @Nullable Object> values, String prefix) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                if (rest.startsWith("arguments.")) {
                    arguments.put(rest.substring("arguments.".length()), value);
                } else {
                    own.put(rest, value);
                }
            }
        });
        Settings settings = Settings.of(prefix, own);
        RegionConfig.Builder builder = RegionConfig.builder()
                .settingPrefix(prefix)
                .arguments(arguments)
                .expirationTime(settings.getDuration("expiration-time", null))
                .serveStale(settings.getDuration("serve-stale", null))
                .cacheNullValues(settings.getBoolean("cache-null-values", true))
                .recordStats(settings.getBoolean("record-stats", false))
                .outageCopies(settings.getLong("outage-copies", 0, 0))
                .policies(PolicySettings.read(settings, Thread.currentThread().getContextClassLoader()))
                .explainedKeys(settings.getInt("explain", 0, 0))
                .replaceExistingBackend(settings.getBoolean("replace-existing-backend", false));
        Duration waitTimeout = settings.getDuration("wait-timeout", null);
        if (waitTimeout != null) {
            builder.waitTimeout(waitTimeout);
        }
        if (settings.get("backend") instanceof CacheBackend backend) {
            builder.backend(backend);
        } else if (settings.has("backend")) {
            builder.backend(settings.getString("backend", ""));
        }
        if (settings.has("key-mangler")) {
            builder.keyMangler(mangler(settings));
        } else if (settings.isNone("key-mangler")) {
            builder.keyMangler(KeyMangler.none()); // the name of a mangler, not the absence of a choice
        }
        wrappers(settings).forEach(builder::wrap);
        settings.rejectUnknown();
        return builder.build();
    }

    private static KeyMangler mangler(Settings settings) {
        if (settings.get("key-mangler") instanceof KeyMangler mangler) {
            return mangler;
        }
        return KeyMangler.named(settings.getString("key-mangler", ""))
                .orElseThrow(() -> settings.invalid(
                        "key-mangler",
                        "there is no such key mangler",
                        "Known are: " + String.join(", ", KeyMangler.NAMES) + "."));
    }

    private static List<BackendWrapper> wrappers(Settings settings) {
        return settings.getList("wrap").stream()
                .map(part -> wrapper(settings, part))
                .toList();
    }

    private static BackendWrapper wrapper(Settings settings, Object part) {
        if (part instanceof BackendWrapper wrapper) {
            return wrapper;
        }
        try {
            Class<?> type = part instanceof Class<?> given
                    ? given
                    : Class.forName(
                            part.toString(), true, Thread.currentThread().getContextClassLoader());
            return ProxyClasses.wrapper(type.asSubclass(ProxyBackend.class));
        } catch (ClassNotFoundException | ClassCastException | NoSuchMethodException unusable) {
            throw wrapError(settings, unusable);
        }
    }

    private static InvalidSettingException wrapError(Settings settings, Exception cause) {
        InvalidSettingException error = settings.invalid(
                "wrap",
                "can't be used as a proxy (" + cause + ")",
                "Name classes that extend " + ProxyBackend.class.getName()
                        + " and have a public constructor with one CacheBackend parameter.");
        error.initCause(cause);
        return error;
    }
}
