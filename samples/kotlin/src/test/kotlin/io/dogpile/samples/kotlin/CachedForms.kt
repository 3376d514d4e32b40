package io.dogpile.samples.kotlin

import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.runBlocking
import org.springframework.cache.annotation.CacheEvict
import org.springframework.cache.annotation.CachePut
import org.springframework.cache.annotation.Cacheable
import org.springframework.stereotype.Service

/** The annotations on functions of every kind. */
@Service
class CachedForms(private val source: Source) {

    @Cacheable("rates") suspend fun plain(currency: String): Rate? = source.fetch(currency)

    @Cacheable("rates", sync = true) suspend fun sync(currency: String): Rate? = source.fetch(currency)

    @Cacheable("rates", condition = "#currency != 'nobody'", key = "'of ' + #currency")
    suspend fun conditional(currency: String): Rate? = source.fetch(currency)

    @Cacheable("rates", unless = "#result == null")
    suspend fun unless(currency: String): Rate? = source.fetch(currency)

    @Cacheable("rates", "others") suspend fun twoCaches(currency: String): Rate? = source.fetch(currency)

    @Cacheable("rates") fun rates(currency: String): Flow<Rate> = flow { source.fetch(currency)?.let { emit(it) } }

    @Cacheable("rates") fun ordinary(currency: String): Rate? = runBlocking { source.fetch(currency) }

    @Cacheable("rates", sync = true)
    fun ordinarySync(currency: String): Rate? = runBlocking { source.fetch(currency) }

    @Cacheable("rates") suspend fun count(currency: String): Int = source.loads(currency)

    @Cacheable("rates") suspend fun all(currency: String): List<Rate> = listOfNotNull(source.fetch(currency))

    @Cacheable("rates")
    suspend fun coroutine(currency: String): String? =
        currentCoroutineContext()[CoroutineName]?.name.also { source.fetch(currency) }

    @CachePut("rates", key = "#rate.currency") suspend fun put(rate: Rate): Rate = rate

    @CacheEvict("rates") suspend fun evict(currency: String) {}

    @CacheEvict("rates", beforeInvocation = true)
    suspend fun evictFirst(currency: String): Unit = error("the method fails, the value is gone all the same")
}

/** An ordinary function whose load asks for suspend functions. */
@Service
class OuterForms(private val forms: CachedForms) {

    private val loads = AtomicInteger()

    fun loads() = loads.get()

    @Cacheable("others")
    fun outer(currency: String): String {
        loads.incrementAndGet()
        return runBlocking { forms.unless(currency).toString() }
    }

    @Cacheable("others")
    fun outerEvicting(currency: String): String = runBlocking {
        runCatching { forms.evictFirst(currency) }.exceptionOrNull()?.message.toString()
    }
}
