package io.dogpile.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.samples.shop.products.Product;
import io.dogpile.samples.shop.products.ProductRepository;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import redis.embedded.RedisServer;

/** The same shop, with other lines in its configuration: records and entities as JSON in Redis. */
class RedisShopTests extends ShopContract {

    private static RedisServer server;

    @Autowired
    private StringRedisTemplate redis;

    @Autowired
    private ProductRepository products;

    @Autowired
    private LazyProducts lazy;

    @DynamicPropertySource
    static void onRedis(DynamicPropertyRegistry registry) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .onShutdownForceStop(true)
                .setting("save \"\"")
                .build();
        server.start();
        registry.add("spring.data.redis.port", () -> port);
        for (String region : new String[] {"sheets", "products", "assortments", "margins", "lazy"}) {
            registry.add("cache." + region + ".backend", () -> "redis");
            registry.add("cache." + region + ".arguments.socket-timeout", () -> "20s");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    @Test
    void aRecordIsPlainJson() {
        get("/products/huila");

        assertThat(redis.opsForValue().get("sheets:huila"))
                .endsWith("|{\"sku\":\"huila\",\"name\":\"Huila Espresso\",\"category\":\"coffee\",\"price\":12.20}");
    }

    @Test
    void anEntityThatIsFetchedCompletelyIsReadBack() {
        products.findBySku("huila");
        database.forget();

        Product product = products.findBySku("huila").orElseThrow();

        assertThat(database.queries()).isZero();
        assertThat(product.getPrice()).isEqualByComparingTo("12.20");
        assertThat(product.getCategory().getName()).isEqualTo("coffee");
    }

    /** Its callers get it all the same, but each of them loads it. */
    @Test
    void anEntityThatIsNotFetchedCompletelyIsNotStored() {
        assertThat(lazy.findByName("Huila Espresso")).isPresent();
        assertThat(lazy.findByName("Huila Espresso")).isPresent();

        assertThat(database.queries()).isEqualTo(2);
        assertThat(redis.hasKey("lazy:Huila Espresso")).isFalse();
    }
}
