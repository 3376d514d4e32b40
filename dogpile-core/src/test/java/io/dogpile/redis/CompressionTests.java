package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.codec.CodecException;
import io.dogpile.region.CacheRegion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.InflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code compression-threshold}: larger payloads are in zlib's format, whoever reads them. */
@Timeout(60)
class CompressionTests {

    private static final String LONG = "{\"customer\": \"Ann\"}".repeat(200);

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    private CacheRegion compressing(String serializer) {
        return instances.region(
                config -> config.argument("compression-threshold", "1KB").argument("serializer", serializer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jdk", "string"})
    void aReaderNeedsNoSetting(String serializer) {
        compressing(serializer).set("key", LONG);

        CacheRegion reader = instances.region(config -> config.argument("serializer", serializer));

        assertThat(reader.<String>get("key")).isEqualTo(LONG);
        assertThat(reader.<String, String>getMulti(List.of("key"))).isEqualTo(Map.of("key", LONG));
        assertThat(raw.commands.strlen(instances.key("key"))).isLessThan(LONG.length() / 4);
    }

    @Test
    void otherLanguagesReadItWithZlib() throws Exception {
        compressing("string").set("key", LONG);

        byte[] stored = raw.commands.get(instances.key("key"));
        int bar = new String(stored, StandardCharsets.ISO_8859_1).indexOf('|');
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        try (InflaterOutputStream inflating = new InflaterOutputStream(payload)) {
            inflating.write(stored, bar + 1, stored.length - bar - 1);
        }

        assertThat(new String(stored, 0, bar, StandardCharsets.UTF_8)).endsWith(", \"z\": " + LONG.length() + "}");
        assertThat(payload).hasToString(LONG);
    }

    @Test
    void whatIsShortOrDoesNotShrinkStaysAsItIs() {
        byte[] random = new byte[10_000];
        new Random(1).nextBytes(random);
        CacheRegion region = compressing("bytes");

        region.set("random", random);
        region.set("short", new byte[1_024]);
        region.set("longer", new byte[1_025]);

        assertThat(raw.commands.strlen(instances.key("random"))).isGreaterThan(10_000);
        assertThat(raw.commands.strlen(instances.key("short"))).isGreaterThan(1_024);
        assertThat(raw.commands.strlen(instances.key("longer"))).isLessThan(200);
        assertThat(region.<byte[]>get("random")).isEqualTo(random);
        assertThat(region.<byte[]>get("longer")).isEqualTo(new byte[1_025]);
    }

    @Test
    void nothingIsCompressedUnlessAskedFor() {
        instances.region(config -> config.argument("serializer", "string")).set("key", LONG);

        assertThat(raw.text(instances.key("key"))).endsWith("}|" + LONG);
    }

    @Test
    void theMaximumIsComparedWithWhatIsStored() {
        CacheRegion region = instances.region(config -> config.argument("compression-threshold", 0)
                .argument("maximum-value-size", 1_000)
                .argument("serializer", "string"));

        region.set("key", LONG);

        assertThat(region.<String>get("key")).isEqualTo(LONG);
        assertThat(instances.events.tooLarge).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"9; abc", "4000000000; abc", "1e999999999; abc", "-1; abc", "0; abc", "1.5; abc", "3000; abc"})
    void whatIsNoCompressedPayloadIsMissingAndOverwritten(String length, String payload) {
        raw.set(instances.key("key"), "{\"ct\": 1795389802.5, \"v\": 2, \"z\": " + length + "}|" + payload);
        CacheRegion region = compressing("string");

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");

        assertThat(instances.events.unreadable).isNotEmpty();
        assertThat(raw.text(instances.key("key"))).endsWith("|value");
        assertThat(region.<String>get("key")).isEqualTo("value");
    }

    @Test
    void damageIsFound() {
        byte[] bytes = LONG.getBytes(StandardCharsets.UTF_8);
        byte[] compressed = Objects.requireNonNull(Compression.compress(bytes));
        byte[] otherSum = compressed.clone();
        otherSum[otherSum.length - 1] ^= 1;

        assertThat(Compression.decompress(compressed, bytes.length)).isEqualTo(bytes);
        assertUnreadable(compressed, bytes.length - 1);
        assertUnreadable(compressed, bytes.length + 1);
        assertUnreadable(otherSum, bytes.length);
        assertUnreadable(Arrays.copyOf(compressed, compressed.length + 1), bytes.length);
        for (int length = 0; length < compressed.length; length++) {
            assertUnreadable(Arrays.copyOf(compressed, length), bytes.length);
        }
    }

    @Test
    void aBombTakesNoMemory() {
        int length = Compression.MAXIMUM_LENGTH + 1;
        byte[] bomb = deflated(new byte[length]);
        byte[] small = Objects.requireNonNull(Compression.compress(new byte[100]));

        assertThat(bomb).hasSizeLessThan(100_000);
        assertUnreadable(bomb, length);
        assertUnreadable(bomb, 100);
        assertUnreadable(small, Compression.MAXIMUM_LENGTH);
        assertThat(Compression.compress(new byte[length])).isNull();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] compressed = new byte[100_000];
        int length = deflater.deflate(compressed);
        deflater.end();
        return Arrays.copyOf(compressed, length);
    }

    private static void assertUnreadable(byte[] compressed, long length) {
        assertThatThrownBy(() -> Compression.decompress(compressed, length)).isInstanceOf(CodecException.class);
    }
}
