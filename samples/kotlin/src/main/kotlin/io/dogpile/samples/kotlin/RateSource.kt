package io.dogpile.samples.kotlin

import java.math.BigDecimal
import kotlinx.coroutines.delay
import org.springframework.stereotype.Component

/** Where rates come from; slow, and not to be asked too often. */
fun interface RateSource {

    /** The rate, or null if there is no such currency. */
    suspend fun fetch(currency: String): Rate?
}

@Component
class SlowRateSource : RateSource {

    private val known = mapOf("USD" to "1.0862", "GBP" to "0.8391", "JPY" to "163.47")

    override suspend fun fetch(currency: String): Rate? {
        delay(500)
        return known[currency]?.let { Rate(currency, BigDecimal(it)) }
    }
}
