package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.BackendRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionConfigTests {

    private final Executor executor = Runnable::run;

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "60, 10, 0, 70",
                "60, 10, 30, 90",
                "60, 30, 10, 90",
                "60, null, 30, 120",
                "60, 0, -1, null",
                "60, -1, 10, null",
                "-1, 0, 10, null",
                "null, 0, 10, null",
            })
    void entriesAreKeptForTheLongerOfTheStaleWindows(Long expiration, Long stale, long staleOnError, Long kept) {
        RegionConfig config = RegionConfig.builder("memory")
                .expirationTime(seconds(expiration))
                .serveStale(seconds(stale))
                .policies(Policies.NONE.serveStaleOnError(Duration.ofSeconds(staleOnError)))
                .build();

        assertThat(config.retention()).isEqualTo(seconds(kept));
    }

    @Test
    void entriesAreKeptForEverIfNoDurationIsLongEnough() {
        assertThat(RegionConfig.builder("memory")
                        .expirationTime(Duration.ofMinutes(1))
                        .policies(Policies.NONE.serveStaleOnError(Duration.ofSeconds(Long.MAX_VALUE)))
                        .build()
                        .retention())
                .isNull();
    }

    @Test
    void creatorsWithALimitComeWithTheContextOfTheirCaller() {
        List<String> seen = new ArrayList<>();
        RegionConfig config = RegionConfig.builder("memory")
                .creationExecutor(task -> {
                    seen.add("handed over");
                    task.run();
                })
                .contextCarrier(task -> {
                    seen.add("captured");
                    return () -> {
                        seen.add("set");
                        task.run();
                        seen.add("restored");
                    };
                })
                .build();

        config.creationExecutor.execute(() -> seen.add("run"));

        assertThat(seen).containsExactly("captured", "handed over", "set", "run", "restored");
    }

    @Test
    void earlyRefreshesRunInTheBackgroundIfThereIsOne() {
        RegionConfig.Builder builder = RegionConfig.builder("memory");
        assertThat(builder.build().refreshExecutor).isSameAs(builder.build().creationExecutor);

        Executor background = Runnable::run;
        builder.asyncCreation(background);
        assertThat(builder.build().refreshExecutor).isSameAs(background);

        builder.refreshExecutor(executor);
        assertThat(builder.build().refreshExecutor).isSameAs(executor);
        assertThat(builder.build().asyncCreation).isSameAs(background);
    }

    /** In class loaders of their own, where nobody else has used it. */
    @Test
    void theGlobalRegistryIsMadeForThoseOnlyWhoUseIt() throws Exception {
        try (OwnClasses own = OwnClasses.create();
                OwnClasses global = OwnClasses.create()) {
            own.build(true);
            global.build(false);

            assertThat(own.hasGlobalRegistry()).isFalse();
            assertThat(global.hasGlobalRegistry()).isTrue();
        }
    }

    private static Duration seconds(Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static final class OwnClasses extends URLClassLoader {

        private OwnClasses(URL... classes) {
            super(classes, ClassLoader.getPlatformClassLoader());
        }

        static OwnClasses create() {
            return new OwnClasses(location(RegionConfig.class), location(Nullable.class));
        }

        private static URL location(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }

        void build(boolean withRegistry) throws ReflectiveOperationException {
            Class<?> config = loadClass(RegionConfig.class.getName());
            Class<?> registry = loadClass(BackendRegistry.class.getName());
            Object builder = config.getMethod("builder", String.class).invoke(null, "memory");
            if (withRegistry) {
                Object mine = registry.getMethod("load", ClassLoader.class).invoke(null, this);
                builder.getClass().getMethod("registry", registry).invoke(builder, mine);
            }
            builder.getClass().getMethod("build").invoke(builder);
        }

        boolean hasGlobalRegistry() {
            return findLoadedClass(BackendRegistry.class.getName() + "$Global") != null;
        }
    }
}
