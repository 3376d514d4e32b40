package io.dogpile.samples.kotlin

import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication

@SpringBootApplication
class RatesApplication

fun main(args: Array<String>) {
    runApplication<RatesApplication>(*args)
}
