package io.dogpile.samples.shop.products;

import java.util.List;
import java.util.Optional;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

/** What is cached is fetched completely, because nothing can be loaded later. */
public interface ProductRepository extends JpaRepository<Product, Long> {

    @Cacheable("products")
    @EntityGraph(attributePaths = "category")
    Optional<Product> findBySku(String sku);

    @Cacheable("assortments")
    @EntityGraph(attributePaths = "category")
    List<Product> findByCategoryNameOrderBySku(String category);

    /** Not cached: what is changed is read from the database. */
    @EntityGraph(attributePaths = "category")
    Optional<Product> readBySku(String sku);
}
