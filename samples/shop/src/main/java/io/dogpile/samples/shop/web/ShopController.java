package io.dogpile.samples.shop.web;

import io.dogpile.samples.shop.prices.Margin;
import io.dogpile.samples.shop.prices.Pricing;
import io.dogpile.samples.shop.products.Catalogue;
import io.dogpile.samples.shop.products.NoSuchProductException;
import io.dogpile.samples.shop.products.Product;
import io.dogpile.samples.shop.products.ProductRepository;
import io.dogpile.samples.shop.products.ProductSheet;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShopController {

    private final Catalogue catalogue;
    private final Pricing pricing;
    private final ProductRepository products;

    ShopController(Catalogue catalogue, Pricing pricing, ProductRepository products) {
        this.catalogue = catalogue;
        this.pricing = pricing;
        this.products = products;
    }

    @GetMapping("/products/{sku}")
    ProductSheet sheet(@PathVariable String sku) {
        return catalogue.sheet(sku);
    }

    @GetMapping("/products/{sku}/name")
    String name(@PathVariable String sku) {
        Product product = products.findBySku(sku).orElseThrow(() -> new NoSuchProductException(sku));
        return product.getName() + " (" + product.getCategory().getName() + ")";
    }

    @GetMapping("/categories/{category}/products")
    List<ProductSheet> products(@PathVariable String category) {
        return products.findByCategoryNameOrderBySku(category).stream()
                .map(ProductSheet::of)
                .toList();
    }

    @GetMapping("/products/{sku}/margin")
    Margin margin(@PathVariable String sku) {
        return pricing.margin(sku);
    }

    @PutMapping("/products/{sku}/price")
    ProductSheet reprice(@PathVariable String sku, @RequestBody BigDecimal price) {
        return pricing.reprice(sku, price);
    }
}
