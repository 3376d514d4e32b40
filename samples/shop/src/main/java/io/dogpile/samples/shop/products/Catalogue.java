package io.dogpile.samples.shop.products;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class Catalogue {

    private final ProductRepository products;

    Catalogue(ProductRepository products) {
        this.products = products;
    }

    @Cacheable("sheets")
    @Transactional(readOnly = true)
    public ProductSheet sheet(String sku) {
        return products.readBySku(sku).map(ProductSheet::of).orElseThrow(() -> new NoSuchProductException(sku));
    }
}
