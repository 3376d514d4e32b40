package io.dogpile.spring.boot.autoconfigure;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Where the region {@code books} of a test keeps its values. */
enum Stores {
    MEMORY,
    REDIS;

    ApplicationContextRunner runner() {
        return this == REDIS
                ? new RedisApplication("books").runner()
                : Runners.application().withPropertyValues("cache.books.backend=memory");
    }
}
