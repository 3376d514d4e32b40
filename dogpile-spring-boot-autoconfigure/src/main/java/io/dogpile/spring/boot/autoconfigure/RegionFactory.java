package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.backend.BackendRegistry;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CreationInterceptor;
import io.dogpile.region.KeyMangler;
import io.dogpile.region.RegionConfig;
import io.dogpile.region.RegionListener;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Suggestions;
import io.dogpile.spring.cache.SimpleKeys;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;

/** Builds regions from their configuration and from beans. */
final class RegionFactory {

    private final RegionBinder binder;
    private final BackendRegistry registry;
    private final BackgroundCreation background;
    private final ContextPropagation propagation;
    private final WrapperResolver wrappers;
    private final RegionPolicies policies;
    private final ObjectProvider<InstantSource> clocks;
    private final ObjectProvider<RegionListener> listeners;
    private final ObjectProvider<CreationInterceptor> interceptors;
    private final ObjectProvider<RecordStats> recordStats;
    private final ObjectProvider<RegionCustomizer> customizers;

    RegionFactory(
            RegionBinder binder,
            BackendRegistry registry,
            BackgroundCreation background,
            ContextPropagation propagation,
            WrapperResolver wrappers,
            RegionPolicies policies,
            ObjectProvider<InstantSource> clocks,
            ObjectProvider<RegionListener> listeners,
            ObjectProvider<CreationInterceptor> interceptors,
            ObjectProvider<RecordStats> recordStats,
            ObjectProvider<RegionCustomizer> customizers) {
        this.binder = binder;
        this.registry = registry;
        this.background = background;
        this.propagation = propagation;
        this.wrappers = wrappers;
        this.policies = policies;
        this.clocks = clocks;
        this.listeners = listeners;
        this.interceptors = interceptors;
        this.recordStats = recordStats;
        this.customizers = customizers;
    }

    /** Builds a region that is configured. Called by the bean definitions of {@link RegionsRegistrar}. */
    CacheRegion create(String name) {
        return build(name, binder.bind(name));
    }

    /** Builds a region that is not configured, in memory, with what regions inherit. */
    CacheRegion createOnDemand(String name) {
        RegionProperties properties = binder.bind(name);
        properties.setBackend("dogpile.cache.memory");
        return build(name, properties);
    }

    /** Where a region is or would be configured. */
    String display(String name) {
        return binder.display(name);
    }

    private CacheRegion build(String name, RegionProperties properties) {
        String prefix = binder.display(name) + ".";
        RegionConfig.Builder builder = RegionConfig.builder(String.valueOf(properties.getBackend()))
                .settingPrefix(prefix)
                .registry(registry)
                .arguments(properties.getArguments())
                .expirationTime(properties.getExpirationTime())
                .serveStale(properties.getServeStale())
                .waitTimeout(properties.getWaitTimeout())
                .cacheNullValues(properties.isCacheNullValues())
                .outageCopies(properties.getOutageCopies())
                .keyConversion(SimpleKeys.conversion())
                .clock(clocks.getIfUnique(Clock::systemUTC));
        if (!propagation.isEmpty()) {
            builder.contextCarrier(propagation::carry);
        }
        policies.configure(builder, prefix, properties);
        if (properties.isAsyncCreation()) {
            builder.asyncCreation(background.executor());
        }
        if (properties.getValueType() != null) {
            builder.valueType(properties.getValueType());
        }
        String mangler = properties.getKeyMangler();
        if (mangler != null) {
            builder.keyMangler(mangler(prefix + "key-mangler", mangler));
        }
        properties.getWrap().forEach(part -> builder.wrap(wrappers.resolve(prefix + "wrap", part)));
        Boolean wanted = properties.getRecordStats();
        builder.recordStats(wanted == null ? recordStats.getIfAvailable() != null : wanted);
        listeners.orderedStream().forEach(builder::listener);
        interceptors.orderedStream().forEach(builder::intercept);
        customizers.orderedStream().forEach(customizer -> customizer.customize(name, builder));
        try {
            return CacheRegion.of(name, builder.build());
        } catch (InvalidSettingException failure) {
            throw failure.setting().equals("backend") ? missingLibrary(prefix, failure) : failure;
        }
    }

    /** The backend's factory knows neither where the region is configured nor that this is Spring Boot. */
    private static InvalidSettingException missingLibrary(String prefix, InvalidSettingException failure) {
        InvalidSettingException located = new InvalidSettingException(
                prefix + "backend",
                failure.value(),
                failure.reason(),
                "In Spring Boot, add org.springframework.boot:spring-boot-starter-data-redis, and"
                        + " org.springframework.boot:spring-boot-starter-jackson for the serializer 'json'. Elsewhere: "
                        + failure.advice());
        located.initCause(failure);
        return located;
    }

    private static KeyMangler mangler(String setting, String name) {
        return KeyMangler.named(name)
                .orElseThrow(() -> new InvalidSettingException(
                        setting,
                        name,
                        "there is no key mangler named '" + name + "'",
                        Suggestions.advice(name, KeyMangler.NAMES)));
    }
}
