package io.dogpile.samples.kotlin

import io.dogpile.region.CacheRegion
import io.dogpile.region.CallOptions
import io.dogpile.spring.boot.autoconfigure.DogpileAutoConfiguration
import io.dogpile.spring.boot.autoconfigure.DogpileRedisAutoConfiguration
import java.math.BigDecimal
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.data.redis.core.StringRedisTemplate
import org.springframework.test.context.DynamicPropertyRegistry
import org.springframework.test.context.DynamicPropertySource
import org.springframework.test.context.TestPropertySource

/** Also that values survive as JSON, which takes Jackson's module for Kotlin. */
@TestPropertySource(
    properties =
        [
            "cache.rates.backend=redis",
            "cache.rates.arguments.serializer=json",
            "cache.rates.arguments.socket-timeout=20s",
            "cache.others.backend=redis",
            "cache.others.arguments.socket-timeout=20s",
        ]
)
class RedisSuspendTests : SuspendContract() {

    @Autowired lateinit var redis: StringRedisTemplate

    @Test
    fun dataClassesAreReadBackFromJson() = runBlocking<Unit> {
        val rate = Rate("CHF", BigDecimal("0.9312"), "fixed")
        source.answers("list of CHF") { rate }

        forms.put(rate)
        forms.all("list of CHF")

        assertThat(redis.opsForValue().get("rates:CHF")).endsWith("""|{"currency":"CHF","perEuro":0.9312,"remark":"fixed"}""")
        assertThat(forms.plain("CHF")).isEqualTo(rate)
        assertThat(forms.all("list of CHF")).containsExactly(rate)
        assertThat(source.loads("list of CHF")).isEqualTo(1)
    }

    @Test
    fun theModuleForKotlinIsFoundWithoutBootsMapperToo() {
        ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    DogpileAutoConfiguration::class.java,
                    DogpileRedisAutoConfiguration::class.java,
                    DataRedisAutoConfiguration::class.java,
                )
            )
            .withPropertyValues(
                "spring.data.redis.port=${TestRedis.port}",
                "cache.plain.backend=redis",
                "cache.plain.arguments.allowed-types=io.dogpile.samples.kotlin",
                "cache.plain.arguments.socket-timeout=20s",
            )
            .run { context ->
                val plain = context.getBean(CacheRegion::class.java)
                val reading = CallOptions.NONE.reading(Rate::class.java)
                plain.set("CHF", Rate("CHF", BigDecimal("0.9312")))
                write("plain:NOK", """{"currency":"NOK","perEuro":11.71}""")
                write("plain:SEK", """{"currency":null,"perEuro":11.71,"remark":null}""")

                assertThat(plain.get<Rate>("CHF")).isEqualTo(Rate("CHF", BigDecimal("0.9312")))
                assertThat(plain.get<Rate>("NOK", reading)).isEqualTo(Rate("NOK", BigDecimal("11.71")))
                assertThat(plain.get<Rate>("SEK", reading)).isNull()
            }
    }

    @Test
    fun aSuspendFunctionReadsItsOwnTypeOfWhatPythonWrote() = runBlocking<Unit> {
        writeWithoutType("NOK", """{"currency":"NOK","perEuro":11.71}""")
        writeWithoutType("numbers", "7")
        writeWithoutType("list of NOK", """[{"currency":"NOK","perEuro":11.71}]""")

        assertThat(forms.plain("NOK")).isEqualTo(Rate("NOK", BigDecimal("11.71")))
        assertThat(forms.count("numbers") + 1).isEqualTo(8)
        assertThat(forms.all("list of NOK")).containsExactly(Rate("NOK", BigDecimal("11.71")))
    }

    @Test
    fun anEntryWithoutAValueForANonNullPropertyIsMissing() = runBlocking<Unit> {
        val rate = Rate("SEK", BigDecimal("11.5"))
        source.answers("SEK") { rate }
        writeWithoutType("SEK", """{"currency":null,"perEuro":11.71}""")

        assertThat(forms.plain("SEK")).isEqualTo(rate)
    }

    private fun writeWithoutType(key: String, json: String) = write("rates:$key", json)

    private fun write(key: String, json: String) =
        redis.opsForValue().set(key, """{"ct": ${System.currentTimeMillis() / 1000.0}, "v": 2}|$json""")

    companion object {
        @JvmStatic
        @DynamicPropertySource
        fun redis(registry: DynamicPropertyRegistry) {
            registry.add("spring.data.redis.port") { TestRedis.port }
        }
    }
}
