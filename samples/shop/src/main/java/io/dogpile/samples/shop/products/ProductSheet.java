package io.dogpile.samples.shop.products;

import java.math.BigDecimal;

/** What customers see of a product. */
public record ProductSheet(String sku, String name, String category, BigDecimal price) {

    public static ProductSheet of(Product product) {
        return new ProductSheet(
                product.getSku(), product.getName(), product.getCategory().getName(), product.getPrice());
    }
}
