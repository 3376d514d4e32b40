package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.Catalogue;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What one application caches, another reads back as it was, with nothing configured but the region. */
class CacheableRoundTripTests {

    private static final List<Method> METHODS = Arrays.stream(Catalogue.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Cacheable.class))
            .sorted(Comparator.comparing(Method::getName))
            .toList();

    private final RedisApplication application = new RedisApplication("catalogue");

    @ParameterizedTest
    @ValueSource(strings = {"json", "jdk"})
    void whatAMethodReturnedComesBackInAnotherApplication(String serializer) {
        Map<Method, Object> made = new LinkedHashMap<>();
        application(serializer).run(context -> {
            Catalogue catalogue = context.getBean(Catalogue.class);
            for (Method method : METHODS) {
                made.put(method, value(method.invoke(catalogue)));
            }
            assertThat(catalogue.calls()).isEqualTo(METHODS.size());
        });
        application(serializer).run(context -> {
            Catalogue catalogue = context.getBean(Catalogue.class);
            SoftAssertions each = new SoftAssertions();
            for (Method method : METHODS) {
                Object read = value(method.invoke(catalogue));
                each.assertThat(read).as(method.getName()).isEqualTo(made.get(method));
                each.assertThat(catalogue.calls()).as(method.getName()).isZero();
            }
            each.assertAll();
        });
    }

    private org.springframework.boot.test.context.runner.ApplicationContextRunner application(String serializer) {
        return application.runner()
                .withBean(Catalogue.class)
                .withPropertyValues("cache.catalogue.arguments.serializer=" + serializer);
    }

    private static Object value(Object returned) {
        if (returned instanceof CompletableFuture<?> future) {
            return future.join();
        }
        if (returned instanceof Flux<?> flux) {
            return flux.collectList().block();
        }
        return returned instanceof Mono<?> mono ? mono.block() : returned;
    }
}
