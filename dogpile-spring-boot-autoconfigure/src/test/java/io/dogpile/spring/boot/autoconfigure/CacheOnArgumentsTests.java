package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.UnstableKeyException;
import io.dogpile.spring.annotation.DogpileKeyGenerator;
import io.dogpile.testing.Storm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.KeyGenerator;

@Timeout(60)
class CacheOnArgumentsTests {

    private static final int CALLERS = 50;

    @ParameterizedTest
    @EnumSource(Stores.class)
    void callersOfAMissingKeyMakeOneCall(Stores store) {
        store.runner()
                .withBean(PolicyBooks.class)
                .withPropertyValues("books.expiration=1m")
                .run(context -> {
                    PolicyBooks books = context.getBean(PolicyBooks.class);
                    try (Storm storm = new Storm(CALLERS)) {
                        for (int id = 1; id <= 5; id++) {
                            int wanted = id;
                            assertThat(storm.run(() -> books.onArguments(wanted))
                                            .values())
                                    .hasSize(CALLERS)
                                    .containsOnly("onArguments " + (4 * id - 3));
                            assertThat(storm.run(() -> books.plain(wanted)).values())
                                    .hasSize(CALLERS)
                                    .containsOnly("plain " + (4 * id - 2));
                            assertThat(storm.run(() -> books.sync(wanted)).values())
                                    .hasSize(CALLERS)
                                    .containsOnly("sync " + (4 * id - 1));
                            assertThat(storm.run(() -> books.future(wanted).join())
                                            .values())
                                    .hasSize(CALLERS)
                                    .containsOnly("future " + 4 * id);
                        }
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(Stores.class)
    void methodsThatShareARegionDoNotShareKeys(Stores store) {
        store.runner().withBean(PolicyBooks.class).run(context -> {
            PolicyBooks books = context.getBean(PolicyBooks.class);

            assertThat(books.first(1)).isEqualTo("first 1");
            assertThat(books.second(1)).isEqualTo("second 2");
            assertThat(books.first(1)).isEqualTo("first 1");
            assertThat(books.namespaced(1, "a b")).isEqualTo("namespaced 3");
            CacheRegion region = context.getBean(CacheRegion.class);
            String name = PolicyBooks.class.getName();
            assertThat(region.<String>get(name + ":first|1")).isEqualTo("first 1");
            assertThat(region.<String>get(name + ":namespaced|v2|1 a\\ b")).isEqualTo("namespaced 3");
        });
    }

    @Test
    void anotherMethodMayEvict() {
        Stores.MEMORY.runner().withBean(PolicyBooks.class).run(context -> {
            PolicyBooks books = context.getBean(PolicyBooks.class);
            books.first(1);
            books.second(1);

            books.evictFirst(1);

            assertThat(books.first(1)).isEqualTo("first 3");
            assertThat(books.second(1)).isEqualTo("second 2");
        });
    }

    @Test
    void anArgumentWithoutATextOfItsOwnIsRefused() {
        Stores.REDIS.runner().withBean(PolicyBooks.class).run(context -> {
            PolicyBooks books = context.getBean(PolicyBooks.class);

            assertThatThrownBy(() -> books.unstable(new Object()))
                    .isInstanceOf(UnstableKeyException.class)
                    .hasMessageContaining("java.lang.Object");
        });
    }

    @Test
    void plainCacheableUsesDogpilesKeysIfAskedTo() {
        Stores.MEMORY
                .runner()
                .withBean(PolicyBooks.class)
                .withPropertyValues("dogpile.key-generator=dogpile")
                .run(context -> {
                    PolicyBooks books = context.getBean(PolicyBooks.class);

                    assertThat(books.third(1)).isEqualTo("third 1");
                    assertThat(books.fourth(1)).isEqualTo("fourth 2");
                });
        Stores.MEMORY.runner().withBean(PolicyBooks.class).run(context -> {
            PolicyBooks books = context.getBean(PolicyBooks.class);

            assertThat(books.third(1)).isEqualTo("third 1");
            assertThat(books.fourth(1)).isEqualTo("third 1");
        });
    }

    @Test
    void theKeyGeneratorIsMadeForMethodsThatNeedItOnly() {
        Stores.MEMORY
                .runner()
                .run(context -> assertThat(hasKeyGenerator(context)).isFalse());
        Stores.MEMORY.runner().withBean(PolicyBooks.class).run(context -> {
            context.getBean(PolicyBooks.class).first(1);

            assertThat(hasKeyGenerator(context)).isTrue();
        });
    }

    private static boolean hasKeyGenerator(AssertableApplicationContext context) {
        assertThat(context.containsBean(DogpileKeyGenerator.BEAN)).isTrue();
        return context.getBeanFactory().containsSingleton(DogpileKeyGenerator.BEAN);
    }

    @Test
    void anApplicationsOwnKeyGeneratorStays() {
        KeyGenerator own = (target, method, params) -> "own";
        Stores.MEMORY
                .runner()
                .withBean(PolicyBooks.class)
                .withBean(CachingConfigurer.class, () -> new CachingConfigurer() {
                    @Override
                    public KeyGenerator keyGenerator() {
                        return own;
                    }
                })
                .withPropertyValues("dogpile.key-generator=dogpile")
                .run(context -> {
                    context.getBean(PolicyBooks.class).third(1);

                    assertThat(context.getBean(CacheRegion.class).<String>get("own"))
                            .isEqualTo("third 1");
                });
    }
}
