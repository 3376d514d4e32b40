package io.dogpile.samples.quickstart.customers;

import java.math.BigDecimal;

/** Where a customer stands among all customers, by revenue. */
public record CustomerRank(int customerId, long orders, BigDecimal revenue, long rank) {}
