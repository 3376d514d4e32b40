package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.spring.annotation.CacheMultiOnArguments;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

/** What processing ahead of time tells a native image to keep. */
class RuntimeHintsTests {

    private static final ReflectionHintsPredicates REFLECTION = RuntimeHintsPredicates.reflection();

    @Test
    void backendsCanBeFound() {
        processed(hints -> {
            assertThat(RuntimeHintsPredicates.resource()
                            .forResource("META-INF/services/io.dogpile.backend.BackendFactory"))
                    .accepts(hints);
            assertThat(ServiceLoader.load(BackendFactory.class).stream().map(ServiceLoader.Provider::type))
                    .hasSizeGreaterThan(3)
                    .allSatisfy(factory -> assertThat(REFLECTION.onConstructorInvocation(factory.getConstructor()))
                            .accepts(hints));
        });
    }

    @Test
    void keysOfSeveralParametersCanBeRead() {
        processed(hints ->
                assertThat(REFLECTION.onFieldAccess(SimpleKey.class, "params")).accepts(hints));
    }

    /** Caffeine generates a class for every combination of settings, and loads the one it needs by name. */
    @Test
    void theClassesThatCaffeineTakesForUsCanBeLoaded() throws Exception {
        CacheRegion region =
                CacheRegion.of("test", RegionConfig.builder("memory").build());
        Object cache = field(field(region.actualBackend(), Cache.class), "cache");
        Object nodes = field(cache, "nodeFactory");
        assertThat(cache.getClass().getSimpleName()).isEqualTo("SSMS");
        processed(hints -> assertThat(List.of(cache.getClass(), nodes.getClass()))
                .allSatisfy(type -> assertThat(REFLECTION.onConstructorInvocation(type.getDeclaredConstructors()[0]))
                        .accepts(hints)));
    }

    @Test
    void regionsCanBeBound() {
        processed(hints -> assertThat(List.of(
                        REFLECTION.onMethodInvocation(RegionProperties.class, "setBackend"),
                        REFLECTION.onMethodInvocation(RegionDefaults.class, "setServeStale"),
                        REFLECTION.onMethodInvocation(PolicyProperties.class, "setCreationTimeout"),
                        REFLECTION.onMethodInvocation(BackgroundProperties.class, "setCapacity")))
                .allMatch(kept -> kept.test(hints)));
    }

    @Test
    void whatTheConfigurationNamesCanBeMade() {
        processed(hints -> {
            assertThat(REFLECTION.onConstructorInvocation(Loud.class.getConstructor(CacheBackend.class)))
                    .accepts(hints);
            assertThat(REFLECTION.onMethodInvocation(Tag.class, "text")).accepts(hints);
            assertThat(REFLECTION.onType(SoldOut.class)).accepts(hints);
        });
    }

    @Test
    void theValuesOfAnnotatedMethodsCanBeWrittenAndRead() {
        processed(hints -> {
            assertThat(List.of(Book.class, Author.class, Shelf.class, Film.class))
                    .allSatisfy(type -> assertThat(REFLECTION.onMethodInvocation(type, "name"))
                            .accepts(hints));
            assertThat(List.of(Book.class, Author.class, java.util.ArrayList.class))
                    .allSatisfy(type -> assertThat(REFLECTION.onJavaSerialization(type, true))
                            .accepts(hints));
            assertThat(REFLECTION.onJavaSerialization(Shelf.class, true)).rejects(hints);
            assertThat(REFLECTION.onType(Evicted.class)).rejects(hints);
        });
    }

    private static void processed(ThrowingConsumer<RuntimeHints> check) {
        Runners.withRegion()
                .withBean(Library.class)
                .withPropertyValues("cache.local.wrap=" + Loud.class.getName())
                .withPropertyValues("cache.local.value-type=" + Tag.class.getName())
                .withPropertyValues("cache.local.cached-failures=" + SoldOut.class.getName())
                .prepare(context -> {
                    DefaultGenerationContext generation = new DefaultGenerationContext(
                            new ClassNameGenerator(ClassName.get(RuntimeHintsTests.class)),
                            new InMemoryGeneratedFiles());
                    new ApplicationContextAotGenerator()
                            .processAheadOfTime(
                                    context.getSourceApplicationContext(GenericApplicationContext.class), generation);
                    check.accept(generation.getRuntimeHints());
                });
    }

    private static Object field(Object owner, Class<?> type) throws IllegalAccessException {
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (field.getType() == type) {
                field.setAccessible(true);
                return field.get(owner);
            }
        }
        throw new AssertionError("no field of type " + type + " in " + owner.getClass());
    }

    private static Object field(Object owner, String name) throws IllegalAccessException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(owner);
                }
            }
        }
        throw new AssertionError("no field '" + name + "' in " + owner.getClass());
    }

    /** Named in configuration. */
    static class SoldOut extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    record Author(String name) implements Serializable {}

    record Book(String name, List<Author> authors) implements Serializable {}

    record Shelf(String name) {}

    record Film(String name) {}

    record Evicted(String name) {}

    record Tag(String text) {}

    static class Library {

        @Cacheable("local")
        public List<Book> books(String author) {
            return List.of();
        }

        @Cacheable("local")
        public CompletableFuture<Shelf> shelf(String book) {
            return CompletableFuture.completedFuture(new Shelf(book));
        }

        @CacheMultiOnArguments(region = "local")
        public Map<String, Film> films(Set<String> titles) {
            return Map.of();
        }

        @CacheEvict("local")
        public Evicted evict(String book) {
            return new Evicted(book);
        }
    }

    /** A proxy that the configuration names by its class. */
    public static final class Loud extends ProxyBackend {

        public Loud(CacheBackend proxied) {
            super(proxied);
        }
    }
}
