package io.dogpile.samples.kotlin

import io.dogpile.region.CacheRegion
import java.io.IOException
import java.math.BigDecimal
import java.time.Duration
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.beans.factory.annotation.Qualifier
import org.springframework.boot.test.context.SpringBootTest
import org.springframework.boot.test.context.TestConfiguration
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Import
import org.springframework.context.annotation.Primary

/** What is promised of `@Cacheable` on functions of Kotlin, on whichever backend. */
@SpringBootTest
@Import(SuspendContract.Beans::class)
abstract class SuspendContract {

    @TestConfiguration(proxyBeanMethods = false)
    class Beans {
        @Bean @Primary fun source() = Source()
    }

    enum class Form(val call: suspend CachedForms.(String) -> Rate?) {
        PLAIN(CachedForms::plain),
        SYNC(CachedForms::sync),
        CONDITIONAL(CachedForms::conditional),
        FLOW({ rates(it).toList().singleOrNull() }),
    }

    enum class Ordinary(val call: CachedForms.(String) -> Rate?) {
        PLAIN(CachedForms::ordinary),
        SYNC(CachedForms::ordinarySync),
    }

    @Autowired lateinit var forms: CachedForms
    @Autowired lateinit var outer: OuterForms
    @Autowired lateinit var source: Source

    @Autowired @Qualifier("rates") lateinit var region: CacheRegion

    private val key = "T${KEYS.incrementAndGet()}"
    private val old = Rate(key, BigDecimal("1.08"))
    private val new = Rate(key, BigDecimal("1.09"), "revised")

    @ParameterizedTest
    @EnumSource
    fun aMissingValueIsLoadedOnceForFiftyCoroutines(form: Form) = inTime {
        val gate = gate(new)

        val calls = storm(50, form)
        gate.complete(Unit)

        assertThat(calls.awaitAll()).hasSize(50).containsOnly(new)
        assertThat(source.loads(key)).isEqualTo(1)
        assertThat(form.call(forms, key)).isEqualTo(new)
        assertThat(source.loads(key)).isEqualTo(1)
    }

    @ParameterizedTest
    @EnumSource(names = ["PLAIN", "SYNC"])
    fun aStaleValueIsServedWhileOneCoroutineLoadsItsSuccessor(form: Form) = inTime {
        source.answers(key) { old }
        form.call(forms, key)
        region.invalidate(false)
        val gate = gate(new)

        val calls = storm(50, form)
        awaitUntil { calls.count { it.isCompleted } >= 49 }
        val served = calls.filter { it.isCompleted }
        awaitUntil { source.loads(key) == 2 }
        gate.complete(Unit)

        assertThat(served.awaitAll()).containsOnly(old)
        calls.awaitAll()
        awaitUntil { form.call(forms, key) == new }
        assertThat(source.loads(key)).isEqualTo(2)
    }

    @ParameterizedTest
    @EnumSource
    fun aFailureReachesAllCoroutinesOnceAndNothingIsCached(form: Form) = inTime {
        val gate = CompletableDeferred<Unit>()
        source.answers(key) {
            gate.await()
            throw IOException("no line to the bank")
        }

        supervisorScope {
            val calls = storm(50, form)
            awaitAllWaiting()
            gate.complete(Unit)

            assertThat(calls.map { runCatching { it.await() }.exceptionOrNull() }).hasSize(50).allSatisfy {
                assertThat(it).isInstanceOf(IOException::class.java).hasMessage("no line to the bank")
            }
        }
        assertThat(source.loads(key)).isEqualTo(1)
        source.answers(key) { new }
        assertThat(form.call(forms, key)).isEqualTo(new)
    }

    @ParameterizedTest
    @EnumSource(names = ["PLAIN", "SYNC"])
    fun aCancelledCoroutineTakesNoOtherWithIt(form: Form) = inTime {
        val gate = gate(new)

        val leader = storm(1, form).single()
        awaitUntil { source.loads(key) == 1 }
        val others = storm(49, form)
        leader.cancel()
        others.first().cancel()
        gate.complete(Unit)

        assertThat(others.drop(1).awaitAll()).hasSize(48).containsOnly(new)
        assertThat(source.loads(key)).isEqualTo(1)
        assertThat(form.call(forms, key)).isEqualTo(new)
        assertThat(source.loads(key)).isEqualTo(1)
    }

    @ParameterizedTest
    @EnumSource(names = ["PLAIN", "SYNC", "CONDITIONAL"])
    fun nullIsAValue(form: Form) = inTime {
        source.answers(key) { null }

        assertThat(form.call(forms, key)).isNull()
        assertThat(form.call(forms, key)).isNull()

        assertThat(source.loads(key)).isEqualTo(1)
    }

    @ParameterizedTest
    @EnumSource
    fun ordinaryFunctionsLoadOnceToo(form: Ordinary) = inTime {
        val gate = gate(new)

        val calls = (1..50).map { async(Dispatchers.IO) { form.call(forms, key) } }
        awaitUntil { source.loads(key) == 1 }
        gate.complete(Unit)

        assertThat(calls.awaitAll()).hasSize(50).containsOnly(new)
        assertThat(source.loads(key)).isEqualTo(1)
    }

    @Test
    fun aLoadHasTheContextOfItsCallerButNotItsJob() = inTime {
        source.answers(key) { null }

        assertThat(withContext(CoroutineName("caller")) { forms.coroutine(key) }).isEqualTo("caller")
    }

    @Test
    fun aConditionKeepsTheCacheOut() = inTime {
        source.answers("nobody") { new }

        forms.conditional("nobody")
        forms.conditional("nobody")

        assertThat(source.loads("nobody")).isEqualTo(2)
    }

    @Test
    fun puttingAndEvictingWait() = inTime {
        source.answers(key) { new }

        forms.put(old)
        assertThat(forms.plain(key)).isEqualTo(old)
        forms.evict(key)
        assertThat(forms.plain(key)).isEqualTo(new)
        assertThatThrownBy { runBlocking { forms.evictFirst(key) } }.hasMessageContaining("fails")
        forms.plain(key)

        assertThat(source.loads(key)).isEqualTo(2)
    }

    @Test
    fun unlessVetoes() = inTime {
        source.answers(key) { null }
        assertThat(forms.unless(key)).isNull()
        source.answers(key) { new }
        assertThat(forms.unless(key)).isEqualTo(new)
        assertThat(forms.unless(key)).isEqualTo(new)

        assertThat(source.loads(key)).isEqualTo(2)
    }

    @Test
    fun ofTwoCachesBothGetTheValue() = inTime {
        source.answers(key) { new }

        assertThat(forms.twoCaches(key)).isEqualTo(new)
        forms.evict(key)
        assertThat(forms.twoCaches(key)).isEqualTo(new)

        assertThat(source.loads(key)).isEqualTo(1)
    }

    @Test
    fun aLoadMayAskForASuspendFunctionWithUnless() {
        source.answers(key) { new }

        val before = outer.loads()

        assertThat(outer.outer(key)).isEqualTo(new.toString())
        assertThat(outer.loads()).isEqualTo(before + 1)
        assertThat(region.get<Rate>(key)).isEqualTo(new)
    }

    @Test
    fun aLoadMayEvictFirst() = inTime {
        source.answers(key) { new }
        forms.plain(key)

        assertThat(outer.outerEvicting(key)).contains("fails")

        assertThat(region.get<Rate>(key)).isNull()
    }

    private fun gate(rate: Rate): CompletableDeferred<Unit> {
        val gate = CompletableDeferred<Unit>()
        source.answers(key) {
            gate.await()
            rate
        }
        return gate
    }

    /** Started in this thread, up to where each suspends: all of them are in the call when this returns. */
    private fun CoroutineScope.storm(callers: Int, form: Form): List<Deferred<Rate?>> =
        (1..callers).map { async(start = UNDISPATCHED) { form.call(forms, key) } }

    /** Those that go on in threads of the library's own are in the region when none of these runs any more. */
    private suspend fun awaitAllWaiting() =
        withContext(Dispatchers.IO) {
            await().during(Duration.ofMillis(200)).until {
                Thread.getAllStackTraces().keys.none { it.name.startsWith("dogpile-") && it.state == Thread.State.RUNNABLE }
            }
        }

    private suspend fun awaitUntil(condition: suspend () -> Boolean) =
        withContext(Dispatchers.IO) {
            await().atMost(Duration.ofSeconds(20)).until { runBlocking { condition() } }
        }

    private fun inTime(test: suspend CoroutineScope.() -> Unit) =
        runBlocking(Dispatchers.Default) { withTimeout(60_000, test) }

    private companion object {
        val KEYS = AtomicInteger()
    }
}
