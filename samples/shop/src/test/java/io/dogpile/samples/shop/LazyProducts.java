package io.dogpile.samples.shop;

import io.dogpile.samples.shop.products.Product;
import java.util.Optional;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.repository.Repository;

/** Caches entities that are not fetched completely, which an application should not. */
interface LazyProducts extends Repository<Product, Long> {

    @Cacheable("lazy")
    Optional<Product> findByName(String name);
}
