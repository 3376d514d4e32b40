package io.dogpile.samples.kotlin

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger

/** Counts what it is asked for, and answers as the test says. */
class Source : RateSource {

    private val answers = ConcurrentHashMap<String, suspend () -> Rate?>()
    private val loads = ConcurrentHashMap<String, AtomicInteger>()

    fun answers(currency: String, answer: suspend () -> Rate?) {
        answers[currency] = answer
    }

    fun loads(currency: String): Int = loads[currency]?.get() ?: 0

    override suspend fun fetch(currency: String): Rate? {
        loads.computeIfAbsent(currency) { AtomicInteger() }.incrementAndGet()
        return answers.getValue(currency)()
    }
}
