package io.dogpile.samples.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import org.assertj.core.api.Assertions.assertThat
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.TestInstance.Lifecycle
import org.junit.jupiter.api.io.TempDir

/** The API as the Kotlin compiler sees it: what may be null is declared so, and nothing is left to chance. */
@TestInstance(Lifecycle.PER_CLASS)
class NullabilityTests {

    private val source = Path.of(javaClass.getResource("/nullability/Api.kt")!!.toURI())
    private val lines = Files.readAllLines(source)
    private lateinit var output: String

    @BeforeAll
    fun compile(@TempDir directory: Path) {
        val bytes = ByteArrayOutputStream()
        K2JVMCompiler()
            .exec(
                PrintStream(bytes),
                source.toString(),
                "-Xreport-all-warnings",
                "-no-stdlib",
                "-no-reflect",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
            )
        output = bytes.toString()
    }

    @Test
    fun whatMayBeNullCannotBeUsedAsIfItWereNot() {
        assertThat(marked("// error") - reported("error").keys).describedAs("should not compile").isEmpty()
        assertThat(reported("error") - marked("// error")).describedAs("should compile").isEmpty()
    }

    @Test
    fun whatIsNeverNullNeedsNoGuard() {
        assertThat(marked("// needless") - reported("warning").keys).describedAs("may be null, as declared").isEmpty()
        assertThat(reported("warning") - marked("// needless")).describedAs("needs no warning").isEmpty()
    }

    @Test
    fun everyErrorIsAboutNull() {
        assertThat(reported("error")).isNotEmpty().allSatisfy { _, messages ->
            assertThat(messages).anyMatch { NULL.containsMatchIn(it) }
        }
    }

    @Test
    fun theCompilerOfTheBuildIsTheOneThatBootManages() {
        assertThat(System.getProperty("kotlin.plugin.version")).isEqualTo(KotlinVersion.CURRENT.toString())
    }

    private fun marked(marker: String) =
        lines.withIndex().filter { it.value.endsWith(marker) }.map { numbered(it.index) }.toSet()

    /** What the compiler says of each line. */
    private fun reported(severity: String): Map<String, List<String>> =
        Regex("""Api\.kt:(\d+):\d+: $severity: (.*)""")
            .findAll(output)
            .groupBy({ numbered(it.groupValues[1].toInt() - 1) }, { it.groupValues[2] })

    private fun numbered(index: Int) = "${index + 1}: ${lines[index].trim()}"

    private companion object {
        val NULL = Regex("null|mismatch|overrides nothing|not a subtype|none of the following candidates|cannot infer type")
    }
}
