package io.dogpile.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.samples.shop.products.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hibernate.LazyInitializationException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** The shop as it is configured, and what its Java files don't say. */
@TestPropertySource(properties = "management.health.redis.enabled=false") // only other tests have one
class MemoryShopTests extends ShopContract {

    @Autowired
    private LazyProducts lazy;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void noJavaFileKnowsThisLibrary() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContainPattern("import (static )?io\\.dogpile\\.(?!samples\\.)"));
        }
    }

    /** A session, such as that of open-in-view, is of no help: the entity belongs to the one that loaded it. */
    @Test
    void whatACachedEntityDidNotFetchIsLostInLaterSessionsToo() {
        Product loaded =
                transaction.execute(status -> lazy.findByName("Assam Broken").orElseThrow());
        database.forget();

        assertThat(loaded.getName()).isEqualTo("Assam Broken");
        assertThatThrownBy(() -> transaction.execute(status -> lazy.findByName("Assam Broken")
                        .orElseThrow()
                        .getCategory()
                        .getName()))
                .isInstanceOf(LazyInitializationException.class);
        assertThat(database.queries()).isZero();
    }
}
