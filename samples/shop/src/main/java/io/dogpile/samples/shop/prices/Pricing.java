package io.dogpile.samples.shop.prices;

import io.dogpile.samples.shop.products.NoSuchProductException;
import io.dogpile.samples.shop.products.Product;
import io.dogpile.samples.shop.products.ProductRepository;
import io.dogpile.samples.shop.products.ProductSheet;
import java.math.BigDecimal;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class Pricing {

    private final ProductRepository products;

    Pricing(ProductRepository products) {
        this.products = products;
    }

    /** The caches change when the transaction has been committed; if it fails, they don't. */
    @PreAuthorize("hasRole('BUYER')")
    @CachePut(cacheNames = "sheets", key = "#sku")
    @CacheEvict(cacheNames = "products", key = "#sku")
    @Transactional
    public ProductSheet reprice(String sku, BigDecimal price) {
        Product product = product(sku);
        product.reprice(price);
        return ProductSheet.of(product);
    }

    /** Whoever asks must be a buyer, whether or not the answer is in the cache. */
    @PreAuthorize("hasRole('BUYER')")
    @Cacheable("margins")
    @Transactional(readOnly = true)
    public Margin margin(String sku) {
        Product product = product(sku);
        return new Margin(sku, product.getPrice().subtract(product.getCost()));
    }

    private Product product(String sku) {
        return products.readBySku(sku).orElseThrow(() -> new NoSuchProductException(sku));
    }
}
