package io.dogpile.samples.redis;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A shop's reports, cached in Redis, and a page at {@code /} that lets a crowd ask every instance at once. */
@SpringBootApplication
public class ShopApplication {

    public static void main(String... arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }
}
