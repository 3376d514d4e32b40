package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.Bookstore.Order;
import com.bookstore.Bookstore.Status;
import com.bookstore.Catalogue;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
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

    /** As another language writes it. */
    @Test
    void aMethodsReturnTypeStandsInForOneThatWasNotWritten() {
        String order = "{\"id\": 2, \"status\": \"PAID\", \"payment\": null, \"discount\": null, \"note\": \"n\","
                + " \"refused\": [], \"more\": 1}";
        application("json").run(context -> {
            plant(context, "orders", "[" + order + "]");
            plant(context, "found", order);
            plant(context, "future", order);
            plant(context, "count", "3");
            plant(context, "instant", "\"2026-11-23T01:02:03Z\"");
            plant(context, "ordersById", "{\"1\": " + order + "}");
            plant(context, "flux", "[]");
            Order expected = new Order(2, Status.PAID, null, null, "n", List.of());
            Catalogue catalogue = context.getBean(Catalogue.class);
            assertThat(catalogue.orders()).containsExactly(expected);
            assertThat(catalogue.found()).contains(expected);
            assertThat(catalogue.future().join()).isEqualTo(expected);
            assertThat(catalogue.count()).isEqualTo(3);
            assertThat(catalogue.instant()).isEqualTo("2026-11-23T01:02:03Z");
            assertThat(catalogue.ordersById()).isEqualTo(Map.of(1L, expected));
            assertThat(catalogue.flux().collectList().block()).isEmpty();
            assertThat(catalogue.calls()).isZero();
        });
    }

    private void plant(ApplicationContext context, String method, String json) {
        application.plant(context, method, null, json.getBytes(StandardCharsets.UTF_8));
    }

    private ApplicationContextRunner application(String serializer) {
        return application
                .runner()
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
