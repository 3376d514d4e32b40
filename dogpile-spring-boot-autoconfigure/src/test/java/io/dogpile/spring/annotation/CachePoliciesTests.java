package io.dogpile.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.Inside;
import io.dogpile.region.PolicySettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.ReflectionUtils;

/** What calls of an annotated method do differently from their region. */
class CachePoliciesTests {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    CachePoliciesTests() {
        beans.addEmbeddedValueResolver(text -> text.replace("${limit}", "5s").replace("${off}", ""));
    }

    @CachePolicy(creationTimeout = "1m", retryBackoff = "2s", cachedFailures = Error.class, waitTimeout = "3s")
    static class Books implements Shelf {

        @CachePolicy(
                expirationJitter = "0.1",
                nullExpirationTime = "10",
                failureExpirationTime = "2s",
                cachedFailures = {IOException.class, IllegalStateException.class},
                serveStaleOnError = "1h",
                retryBackoff = "500ms",
                maximumRetryBackoff = "30",
                creationSoftTimeout = "0",
                creationTimeout = "${limit}",
                maximumCreations = "4",
                earlyRefresh = "1",
                earlyRefreshThreshold = "0.8",
                versionOf = "#result.length()",
                waitTimeout = "250ms")
        public void everything() {}

        @CachePolicy(creationTimeout = "-1", earlyRefresh = "${off}")
        public void some() {}

        public void none() {}

        @CacheOnArguments(region = "books", expirationTime = "1h", shouldCache = "#result != null")
        @CachePolicy(creationSoftTimeout = "0", earlyRefresh = "2")
        public void decorated() {}

        @CacheMultiOnArguments(region = "books", serveStale = "1h")
        @CachePolicy(maximumCreations = "1")
        public Map<String, String> decoratedMulti(Collection<String> keys) {
            return Map.of();
        }

        @Override
        @CachePolicy(earlyRefresh = "2")
        public void overridden() {}

        @Override
        public void inherited() {}
    }

    interface Shelf {

        @CachePolicy(maximumCreations = "1")
        void overridden();

        @CachePolicy(maximumCreations = "2")
        void inherited();
    }

    static class Plain {

        public void method() {}
    }

    @Test
    void everyPolicyCanBeSaid() {
        CallOptions options = options("everything");

        Map<String, Object> said = Inside.policies(options);
        assertThat(said)
                .containsEntry("expiration-jitter", 0.1)
                .containsEntry("null-expiration-time", Duration.ofSeconds(10))
                .containsEntry("failure-expiration-time", Duration.ofSeconds(2))
                .containsEntry("cached-failures", List.of("java.io.IOException", "java.lang.IllegalStateException"))
                .containsEntry("serve-stale-on-error", Duration.ofHours(1))
                .containsEntry("retry-backoff", Duration.ofMillis(500))
                .containsEntry("maximum-retry-backoff", Duration.ofSeconds(30))
                .containsEntry("creation-soft-timeout", Duration.ZERO)
                .containsEntry("creation-timeout", Duration.ofSeconds(5))
                .containsEntry("maximum-creations", 4)
                .containsEntry("early-refresh", 1.0)
                .containsEntry("early-refresh-threshold", 0.8)
                .containsEntry("version-of", "#result.length()")
                .containsOnlyKeys(PolicySettings.NAMES);
        assertThat(Inside.versionOf(options).apply("four")).isEqualTo(4);
        assertThat(Inside.waitTimeout(options)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aMethodsPoliciesCountMoreThanItsClasses() {
        CallOptions options = options("some");

        assertThat(Inside.policies(options))
                .containsOnly(
                        Map.entry("creation-timeout", CacheRegion.NEVER),
                        Map.entry("retry-backoff", Duration.ofSeconds(2)),
                        Map.entry("cached-failures", List.of("java.lang.Error")));
        assertThat(Inside.waitTimeout(options)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aClassSpeaksForMethodsThatSayNothing() {
        assertThat(Inside.policies(options("none")))
                .containsOnlyKeys("creation-timeout", "retry-backoff", "cached-failures");
    }

    @Test
    void withoutTheAnnotationNothingIsDifferent() {
        assertThat(options("method", Plain.class)).isSameAs(CallOptions.NONE);
    }

    @Test
    void theDecoratorsAreAddedTo() {
        assertThat(Inside.policies(options("decorated")))
                .containsEntry("creation-soft-timeout", Duration.ZERO)
                .containsEntry("early-refresh", 2.0);
        assertThat(Inside.policies(options("decoratedMulti"))).containsEntry("maximum-creations", 1);
    }

    @Test
    void theDecoratorsOwnSettingsStay() {
        assertThat(PolicyAttributes.of(method("decorated", Books.class), Books.class))
                .containsEntry("expirationTime", "1h")
                .containsEntry("shouldCache", "#result != null")
                .containsEntry("creationSoftTimeout", "0");
        assertThat(PolicyAttributes.of(method("decoratedMulti", Books.class), Books.class))
                .containsEntry("serveStale", "1h")
                .containsEntry("maximumCreations", "1");
    }

    @Test
    void anOverridingMethodSpeaksForItself() {
        assertThat(Inside.policies(options("overridden")))
                .containsEntry("early-refresh", 2.0)
                .doesNotContainKey("maximum-creations");
        assertThat(Inside.policies(options("inherited"))).containsEntry("maximum-creations", 2);
    }

    static class Broken {

        @CachePolicy(expirationJitter = "1")
        public void range() {}

        @CachePolicy(creationTimeout = "0")
        public void zero() {}

        @CachePolicy(maximumCreations = "many")
        public void number() {}

        @CachePolicy(waitTimeout = "-1")
        public void wait_() {}

        @CachePolicy(versionOf = "#result.")
        public void syntax() {}
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "range, expirationJitter=1: is out of range",
                "zero, creationTimeout=0: is out of range",
                "number, maximumCreations=many: is not a whole number",
                "wait_, waitTimeout=-1: is negative",
                "syntax, versionOf='#result.' is no expression in SpEL",
            })
    void whatCannotBeReadNamesTheMethod(String method, String problem) {
        assertThatThrownBy(() -> options(method, Broken.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("@CachePolicy of " + Broken.class.getName() + "." + method + ": " + problem);
    }

    private CallOptions options(String method) {
        return options(method, Books.class);
    }

    private CallOptions options(String method, Class<?> type) {
        return new CachePolicies(beans).options(method(method, type), type);
    }

    private static java.lang.reflect.Method method(String name, Class<?> type) {
        return ReflectionUtils.findMethod(type, name, (Class<?>[]) null);
    }
}
