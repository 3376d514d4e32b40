package io.dogpile.samples.kotlin

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.test.context.SpringBootTest
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment.RANDOM_PORT
import org.springframework.boot.test.web.server.LocalServerPort
import org.springframework.context.annotation.Import

/** The application over HTTP, whose controller suspends as well. */
@SpringBootTest(webEnvironment = RANDOM_PORT, properties = ["cache.others.backend=memory"])
@Import(SuspendContract.Beans::class)
@Timeout(60)
class RatesApplicationTests {

    @LocalServerPort var port: Int = 0
    @Autowired lateinit var source: Source

    private val http = HttpClient.newHttpClient()

    @Test
    fun aCrowdOfRequestsIsOneQuestionToTheSource() {
        source.answers("DKK") { Rate("DKK", "7.46".toBigDecimal()) }

        val answers = (1..30).map { http.sendAsync(get("/rates/DKK"), BodyHandlers.ofString()) }.map { it.join() }

        assertThat(answers).extracting<Int> { it.statusCode() }.containsOnly(200)
        assertThat(answers).extracting<String> { it.body() }.containsOnly("""{"currency":"DKK","perEuro":7.46,"remark":null}""")
        assertThat(source.loads("DKK")).isEqualTo(1)
    }

    @Test
    fun anUnknownCurrencyIsAskedForOnce() {
        source.answers("XXX") { null }

        assertThat((1..3).map { status("/rates/XXX") }).containsOnly(404)
        assertThat(source.loads("XXX")).isEqualTo(1)
    }

    @Test
    fun anInjectedRegionMakesWhatIsMissing() {
        assertThat(http.send(get("/currencies/JPY"), BodyHandlers.ofString()).body()).isEqualTo("Japanese Yen")
        assertThat(status("/currencies/ZZZ")).isEqualTo(200)
    }

    private fun status(path: String) = http.send(get(path), BodyHandlers.discarding()).statusCode()

    private fun get(path: String) =
        HttpRequest.newBuilder(URI("http://localhost:$port$path")).version(HttpClient.Version.HTTP_1_1).build()
}
