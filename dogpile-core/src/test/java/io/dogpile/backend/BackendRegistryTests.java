package io.dogpile.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.settings.InvalidSettingException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.example.mapcache.MapBackendFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendRegistryTests {

    private final BackendRegistry registry = BackendRegistry.load(BackendRegistry.class.getClassLoader());

    @Test
    void findsTheBackendsOfThisLibrary() {
        assertThat(registry.names())
                .containsExactly(
                        "dogpile.cache.memory",
                        "dogpile.cache.memory_pickle",
                        "dogpile.cache.null",
                        "dogpile.cache.redis",
                        "dogpile.cache.redis_cluster",
                        "dogpile.cache.redis_sentinel",
                        "dogpile.cache.valkey",
                        "dogpile.cache.valkey_cluster",
                        "dogpile.cache.valkey_sentinel");
        assertThat(BackendRegistry.global().names()).containsAll(registry.names());
    }

    @Test
    void findsABackendByItsFullAndByItsShortName() {
        BackendFactory memory = registry.get("backend", "dogpile.cache.memory");

        assertThat(memory.name()).isEqualTo("dogpile.cache.memory");
        assertThat(registry.get("backend", "memory")).isSameAs(memory);
    }

    @Test
    void findsARegisteredBackend() {
        MapBackendFactory factory = new MapBackendFactory();

        registry.register(factory);

        assertThat(registry.get("backend", "example.map")).isSameAs(factory);
        assertThat(registry.names()).contains("example.map");
    }

    @Test
    void findsABackendThatAClassLoaderOffersAsAService(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(BackendFactory.class.getName()), MapBackendFactory.class.getName());
        URL[] urls = {directory.toUri().toURL()};

        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            assertThat(BackendRegistry.load(loader).get("backend", "example.map"))
                    .isInstanceOf(MapBackendFactory.class);
        }
        assertThat(registry.names()).doesNotContain("example.map");
    }

    @Test
    void theLastRegisteredOfANameCounts() {
        MapBackendFactory first = new MapBackendFactory();
        MapBackendFactory second = new MapBackendFactory();

        registry.register(first);
        registry.register(second);

        assertThat(registry.get("backend", "example.map")).isSameAs(second);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearestOne() {
        assertThatThrownBy(() -> registry.get("cache.local.backend", "dogpile.cache.memoyr"))
                .isInstanceOf(UnknownBackendException.class)
                .hasMessage("cache.local.backend=dogpile.cache.memoyr: unknown backend 'dogpile.cache.memoyr'. Did you"
                        + " mean 'dogpile.cache.memory'? Known are: dogpile.cache.memory, dogpile.cache.memory_pickle,"
                        + " dogpile.cache.null, dogpile.cache.redis, dogpile.cache.redis_cluster,"
                        + " dogpile.cache.redis_sentinel, dogpile.cache.valkey, dogpile.cache.valkey_cluster,"
                        + " dogpile.cache.valkey_sentinel.");
    }

    @Test
    void anUnknownShortNameIsAnsweredWithShortNames() {
        registry.register(new MapBackendFactory());

        assertThatThrownBy(() -> registry.get("backend", "nul"))
                .isInstanceOfSatisfying(InvalidSettingException.class, error -> {
                    assertThat(error.setting()).isEqualTo("backend");
                    assertThat(error.value()).isEqualTo("nul");
                    assertThat(error.advice())
                            .isEqualTo(
                                    "Did you mean 'null'? Known are: example.map, memory, memory_pickle, null, redis,"
                                            + " redis_cluster, redis_sentinel, valkey, valkey_cluster, valkey_sentinel.");
                });
    }
}
