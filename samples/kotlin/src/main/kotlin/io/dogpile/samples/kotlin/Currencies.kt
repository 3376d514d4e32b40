package io.dogpile.samples.kotlin

import io.dogpile.region.CacheRegion
import java.util.Currency
import java.util.Locale
import org.springframework.beans.factory.annotation.Qualifier
import org.springframework.stereotype.Service

/** A region as a bean. */
@Service
class Currencies(@Qualifier("currencies") private val region: CacheRegion) {

    fun name(code: String): String = region.getOrCreate(code) { lookUp(code) ?: "unknown currency" }

    fun names(codes: Collection<String>): Map<String, String> =
        region.getOrCreateMulti(codes) { missing -> missing.associateWith { lookUp(it) ?: "unknown currency" } }

    /** Null if nobody has asked yet. */
    fun knownName(code: String): String? = region.get(code)

    private fun lookUp(code: String): String? =
        Currency.getAvailableCurrencies().find { it.currencyCode == code }?.getDisplayName(Locale.ENGLISH)
}
