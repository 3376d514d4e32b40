package io.dogpile.samples.kotlin

import java.math.BigDecimal

/** What one euro buys. */
data class Rate(val currency: String, val perEuro: BigDecimal, val remark: String? = null)
