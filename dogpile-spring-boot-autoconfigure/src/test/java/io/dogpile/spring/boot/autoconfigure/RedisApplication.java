package io.dogpile.spring.boot.autoconfigure;

import com.bookstore.Bookstore;
import io.dogpile.redis.TestRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** An application in {@code com.bookstore} with one region on Redis, started as often as a test wants. */
final class RedisApplication {

    final String keyPrefix = UUID.randomUUID() + ":";
    final RegionEvents events = new RegionEvents();

    private final String region;

    RedisApplication(String region) {
        this.region = region;
    }

    ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        DataRedisAutoConfiguration.class,
                        DogpileAutoConfiguration.class,
                        DogpileCacheAutoConfiguration.class,
                        DogpileAnnotationsAutoConfiguration.class,
                        DogpileRedisAutoConfiguration.class))
                .withInitializer(context -> AutoConfigurationPackages.register(
                        (BeanDefinitionRegistry) context.getBeanFactory(), Bookstore.class.getPackageName()))
                .withBean(RegionEvents.class, () -> events)
                .withPropertyValues(
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + TestRedis.shared().port(),
                        "cache." + region + ".backend=redis",
                        "cache." + region + ".expiration-time=5m",
                        "cache." + region + ".arguments.key-prefix=" + keyPrefix);
    }

    /** Puts an entry into Redis as another program would. */
    void plant(ApplicationContext context, String key, @Nullable String type, byte[] payload) {
        String metadata = "{\"ct\": " + Instant.now().getEpochSecond() + ".5, \"v\": 2"
                + (type == null ? "" : ", \"t\": \"" + type + "\"") + "}|";
        byte[] head = metadata.getBytes(StandardCharsets.UTF_8);
        byte[] entry = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, entry, head.length, payload.length);
        try (RedisConnection connection =
                context.getBean(RedisConnectionFactory.class).getConnection()) {
            connection.stringCommands().set((keyPrefix + key).getBytes(StandardCharsets.UTF_8), entry);
        }
    }

    static byte[] serialized(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
