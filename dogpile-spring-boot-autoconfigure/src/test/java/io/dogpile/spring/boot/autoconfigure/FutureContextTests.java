package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.region.CacheRegion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.cache.annotation.Cacheable;

/** An asynchronous creator is called in its caller's context, although Redis has another thread call it. */
class FutureContextTests {

    private final RedisApplication application = new RedisApplication("books");

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void anAnnotatedMethodSeesItsCallersContext() {
        application.runner().withBean(Library.class).run(context -> {
            Library library = context.getBean(Library.class);
            MDC.put("user", "ada");
            assertThat(library.find(1).join()).isEqualTo("for ada");
            MDC.put("user", "bob");
            assertThat(library.find(2).join()).isEqualTo("for bob");
            MDC.clear();
            assertThat(library.find(3).join()).isEqualTo("for null");
        });
    }

    @Test
    void aBatchSeesItsCallersContext() {
        application.runner().run(context -> {
            CacheRegion region = context.getBean(CacheRegion.class);
            MDC.put("user", "ada");
            Map<Integer, String> found = region.<Integer, String>getOrCreateMultiAsync(
                            List.of(1, 2),
                            keys -> CompletableFuture.completedFuture(Map.of(1, "" + user(), 2, "" + user())))
                    .join();
            assertThat(found).isEqualTo(Map.of(1, "ada", 2, "ada"));
        });
    }

    @Test
    void itCanBeSwitchedOff() {
        application
                .runner()
                .withPropertyValues("dogpile.propagate-context=false")
                .withBean(Library.class)
                .run(context -> {
                    MDC.put("user", "ada");
                    assertThat(context.getBean(Library.class).find(1).join()).isEqualTo("for null");
                });
    }

    private static String user() {
        return MDC.get("user");
    }

    static class Library {

        @Cacheable("books")
        public CompletableFuture<String> find(long id) {
            return CompletableFuture.completedFuture("for " + user());
        }
    }
}
