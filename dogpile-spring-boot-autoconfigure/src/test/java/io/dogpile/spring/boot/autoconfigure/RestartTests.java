package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.TestRedis;
import io.dogpile.testing.RestartLoader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/** After a restart by devtools, in which this library stays loaded, the application gets objects of its new classes. */
@Timeout(120)
class RestartTests {

    private final ClassLoader original = Thread.currentThread().getContextClassLoader();
    private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();
    private int restarts;
    private boolean threadsSeeTheApplication = true;

    @AfterEach
    void stop() {
        running.forEach(ConfigurableApplicationContext::close);
        Thread.currentThread().setContextClassLoader(original);
    }

    private ConfigurableApplicationContext restart(String... properties) throws ClassNotFoundException {
        if (!running.isEmpty()) {
            running.pop().close();
        }
        restarts++;
        ClassLoader loader = new RestartLoader("com.restarted");
        if (threadsSeeTheApplication) {
            Thread.currentThread().setContextClassLoader(loader);
        }
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("restart=" + restarts);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        new DefaultResourceLoader(loader), loader.loadClass("com.restarted.Shop"))
                .web(WebApplicationType.NONE)
                .properties(all.toArray(String[]::new))
                .run();
        running.push(context);
        return context;
    }

    private static String[] redis(String serializer) {
        return new String[] {
            "cache.items.backend=redis",
            "spring.data.redis.port=" + TestRedis.shared().port(),
            "spring.data.redis.timeout=30s",
            "cache.items.arguments.key-prefix=" + UUID.randomUUID() + ":",
            "cache.items.arguments.serializer=" + serializer
        };
    }

    private static Object item(ConfigurableApplicationContext context) {
        return context.getBean(IntFunction.class).apply(1);
    }

    private static void isOf(ConfigurableApplicationContext context, Object item) {
        assertThat(item.getClass().getClassLoader())
                .isSameAs(context.getBeanFactory().getBeanClassLoader());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jdk"})
    void whatIsInRedisIsReadAsTheNewClasses(String serializer) throws Exception {
        String[] properties = redis(serializer);
        Object before = item(restart(properties));

        ConfigurableApplicationContext context = restart(properties);
        Object after = item(context);

        assertThat(after).hasToString(before.toString()).isNotEqualTo(before);
        isOf(context, after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jdk"})
    void whateverTheThreadsOwnClassLoaderIs(String serializer) throws Exception {
        String[] properties = redis(serializer);
        threadsSeeTheApplication = false;
        item(restart(properties));

        ConfigurableApplicationContext context = restart(properties);
        Object item = item(context);

        assertThat(item.toString()).contains("restart 1");
        isOf(context, item);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory_pickle"})
    void whatWasInMemoryIsGone(String backend) throws Exception {
        item(restart("cache.items.backend=" + backend));

        ConfigurableApplicationContext context = restart("cache.items.backend=" + backend);
        Object item = item(context);

        assertThat(item.toString()).contains("restart 2");
        isOf(context, item);
    }
}
