package io.dogpile.samples.kotlin

import org.springframework.http.HttpStatus.NOT_FOUND
import org.springframework.web.bind.annotation.DeleteMapping
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.RestController
import org.springframework.web.server.ResponseStatusException

@RestController
class RatesController(private val rates: ExchangeRates, private val currencies: Currencies) {

    @GetMapping("/rates/{currency}")
    suspend fun rate(@PathVariable currency: String): Rate =
        rates.rate(currency) ?: throw ResponseStatusException(NOT_FOUND, "no rate for $currency")

    @DeleteMapping("/rates/{currency}")
    suspend fun forget(@PathVariable currency: String) = rates.forget(currency)

    @GetMapping("/currencies/{code}") fun currency(@PathVariable code: String): String = currencies.name(code)
}
