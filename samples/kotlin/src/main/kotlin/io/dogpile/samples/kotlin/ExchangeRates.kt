package io.dogpile.samples.kotlin

import org.springframework.cache.annotation.CacheEvict
import org.springframework.cache.annotation.Cacheable
import org.springframework.stereotype.Service

@Service
class ExchangeRates(private val source: RateSource) {

    /** Also null is cached: an unknown currency is asked for once. */
    @Cacheable("rates") suspend fun rate(currency: String): Rate? = source.fetch(currency)

    @CacheEvict("rates") suspend fun forget(currency: String) {}
}
