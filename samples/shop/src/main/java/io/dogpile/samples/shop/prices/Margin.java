package io.dogpile.samples.shop.prices;

import java.math.BigDecimal;

public record Margin(String sku, BigDecimal amount) {}
