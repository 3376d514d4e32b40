package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CachedValue;
import io.dogpile.codec.Codec.Encoded;
import io.dogpile.codec.CodecException;
import io.dogpile.codec.JsonCodec;
import io.dogpile.codec.TypeAllowList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class EnvelopeTests {

    private static final long MICROS = 1_795_389_802_990_990L;

    private final JsonCodec json = new JsonCodec(TypeAllowList.of());
    private final JsonMapper mapper = JsonMapper.builder().build();

    static List<PythonEntry> pythonEntries() {
        return PythonEntry.all();
    }

    @ParameterizedTest
    @MethodSource("pythonEntries")
    void whatPythonWroteIsRead(PythonEntry python) {
        CachedValue<byte[]> entry = Envelope.read(python.stored());

        assertThat(entry.version()).isEqualTo(2);
        assertThat(entry.creationTimeMicros())
                .isEqualTo(python.ct().movePointRight(6).longValue());
        assertThat(entry.tookMicros()).isZero();
        assertThat(entry.attributes()).isEmpty();
        String stored = new String(python.stored(), StandardCharsets.UTF_8);
        assertThat(text(entry)).isEqualTo(stored.substring(stored.indexOf('|') + 1));
        Object value = json.decode(entry.payload(), Object.class, null);
        assertThat(mapper.valueToTree(value).toString()).isEqualTo(python.value());
    }

    @Test
    void allVectorsAreThere() {
        assertThat(pythonEntries()).hasSize(8);
    }

    @Test
    void writesPythonsForm() {
        assertThat(written(CachedValue.of("any", MICROS), null, "payload"))
                .isEqualTo("{\"ct\": 1795389802.990990, \"v\": 2}|payload");
        assertThat(written(CachedValue.of("any", 1_795_389_802_000_001L), null, ""))
                .isEqualTo("{\"ct\": 1795389802.000001, \"v\": 2}|");
    }

    @Test
    void furtherMembersFollowThoseThatPythonKnows() {
        CachedValue<?> entry =
                CachedValue.of("any", MICROS, 2, Map.of("flag", true)).taking(1_500_000);

        assertThat(written(entry, "T", "1"))
                .isEqualTo("{\"ct\": 1795389802.990990, \"v\": 2, \"d\": 1.500000, \"flag\": true, \"t\": \"T\"}|1");
    }

    @Test
    void aLifeOfItsOwnComesBack() {
        for (long time : new long[] {-1, 0, 1, 1_500_000, Long.MAX_VALUE}) {
            CachedValue<?> read =
                    Envelope.read(written(CachedValue.of("any", MICROS).living(time, 7), null, "1")
                            .getBytes(StandardCharsets.UTF_8));

            assertThat(read.expirationMicros(-1)).isEqualTo(time);
            assertThat(read.serveStaleMicros(-1)).isEqualTo(7);
            assertThat(read.attributes()).isEmpty();
        }
    }

    @Test
    void aLifeThatIsNoNumberIsNone() {
        CachedValue<?> read = Envelope.read(
                "{\"ct\": 1.5, \"v\": 2, \"x\": \"soon\", \"s\": true}|1".getBytes(StandardCharsets.UTF_8));

        assertThat(read.expirationMicros(-1)).isEqualTo(-1);
        assertThat(read.serveStaleMicros(-1)).isEqualTo(-1);
    }

    @Test
    void aCopyOfACompressedEntryIsNotTakenForCompressed() {
        CachedValue<?> original = CachedValue.of("any", MICROS, 2, Map.of("z", 7, "flag", true));

        assertThat(written(original, null, "1")).isEqualTo("{\"ct\": 1795389802.990990, \"v\": 2, \"flag\": true}|1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b", "|", "quote \" backslash \\ brace } tab \t", "h\u00e9llo \ud83d\udc36", "\u0000"})
    void aTypeNeverHoldsTheFirstBar(String type) throws Exception {
        byte[] bytes = Envelope.write(CachedValue.of("any", MICROS), new Encoded(bytes("pay|load"), type));
        String text = new String(bytes, StandardCharsets.US_ASCII);

        CachedValue<byte[]> read = Envelope.read(bytes);

        assertThat(text.substring(text.indexOf('|') + 1)).isEqualTo("pay|load");
        assertThat(mapper.readTree(text.substring(0, text.indexOf('|')))
                        .get("t")
                        .stringValue())
                .isEqualTo(type);
        assertThat(read.attributes()).isEqualTo(Map.of("t", type));
        assertThat(text(read)).isEqualTo("pay|load");
    }

    @Test
    void whatIsWrittenIsRead() {
        CachedValue<?> entry = CachedValue.of("any", MICROS, 2, Map.of("text", "x", "flag", false))
                .taking(250);

        CachedValue<byte[]> read = Envelope.read(Envelope.write(entry, new Encoded(bytes("\n {|}"), "T")));

        assertThat(read.creationTimeMicros()).isEqualTo(MICROS);
        assertThat(read.tookMicros()).isEqualTo(250);
        assertThat(read.attributes()).isEqualTo(Map.of("text", "x", "flag", false, "t", "T"));
        assertThat(text(read)).isEqualTo("\n {|}");
    }

    @Test
    void aShortenedLifeIsToldFromOneOfItsOwn() {
        CachedValue<?> shortened = CachedValue.of("any", MICROS).shortened(2_500_000);

        assertThat(written(shortened, null, "1"))
                .isEqualTo("{\"ct\": 1795389802.990990, \"v\": 2, \"x\": 2.500000, \"j\": true}|1");
        CachedValue<byte[]> read = Envelope.read(Envelope.write(shortened, new Encoded(bytes("1"), null)));
        assertThat(read.isShortened()).isTrue();
        assertThat(read.expirationMicros(0)).isEqualTo(2_500_000);
        assertThat(read.serveStaleMicros(-7)).isEqualTo(-7);
        assertThat(read.attributes()).isEmpty();
        assertThat(Envelope.read(bytes("{\"ct\":1.5,\"v\":2,\"x\":1,\"j\":7}|p"))
                        .isShortened())
                .isFalse();
        assertThat(Envelope.read(bytes("{\"ct\":1.5,\"v\":2,\"j\":true}|p")).isShortened())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ct\":1.5,\"v\":2}|p",
                " { \"v\" : 2 , \"ct\" : 1.5 } |p",
                "{\"other\": null, \"more\": \"a|b\\u007c\\n\", \"ct\": 1.5, \"n\": -1e3, \"b\": true, \"v\": 2}|p",
                "{\"ct\": 15e-1, \"v\": 2}|p"
            })
    void orderSpacesAndUnknownMembersDoNotMatter(String stored) {
        CachedValue<byte[]> read = Envelope.read(bytes(stored));

        assertThat(read.creationTimeMicros()).isEqualTo(1_500_000);
        assertThat(read.version()).isEqualTo(2);
        assertThat(text(read)).isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "text",
                "{}|p",
                "{\"ct\": 1.5}|p",
                "{\"v\": 2}|p",
                "{\"ct\": \"1.5\", \"v\": 2}|p",
                "{\"ct\": 1.5, \"v\": 2}",
                "{\"ct\": 1.5, \"v\": 2}p",
                "{\"ct\": 1.5, \"v\": 2, \"x\": [1]}|p",
                "{\"ct\": 1.5, \"v\": 2, \"x\": \"\\u12",
                "{\"ct\": 1.5, \"v\": 2, \"x\": \"\\uzzzz\"}|p",
                "{\"ct\": 1.5, \"v\": 4294967298}|p",
                "{\"ct\": 1.5, \"v\": 2.5}|p",
                "{\"ct\": 1e2147483647, \"v\": 2}|p",
                "{\"ct\": 1e-2147483647, \"v\": 2}|p",
                "{\"ct\": 1e30, \"v\": 2}|p",
                "{\"ct\": 1.5, \"v\": 1e2147483647}|p",
                "{\"ct\": 1.5, \"v\": 2, \"d\": 1e2147483647}|p"
            })
    void garbageIsUnreadable(String stored) {
        assertThatThrownBy(() -> Envelope.read(bytes(stored))).isInstanceOf(CodecException.class);
    }

    @Test
    void aNumberOfMillionsOfDigitsIsRefusedBeforeItIsParsed() {
        String stored = "{\"ct\": " + "9".repeat(3_000_000) + ", \"v\": 2}|p";

        assertThatThrownBy(() -> Envelope.read(bytes(stored))).isInstanceOf(CodecException.class);
    }

    @ParameterizedTest
    @MethodSource("pythonEntries")
    void aTruncatedHeadIsUnreadable(PythonEntry python) {
        int head = new String(python.stored(), StandardCharsets.UTF_8).indexOf('|');
        for (int length = 0; length <= head; length++) {
            byte[] part = Arrays.copyOf(python.stored(), length);
            assertThatThrownBy(() -> Envelope.read(part)).isInstanceOf(CodecException.class);
        }
    }

    @Test
    void flippedBytesAreReadOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = Envelope.write(
                CachedValue.of("any", MICROS, 2, Map.of("text", "a\"|\\", "flag", true))
                        .taking(1_500_000),
                new Encoded(bytes("{\"a\": 1}"), "java.util.Map<String, Long>"));
        for (int round = 0; round < 100_000; round++) {
            byte[] broken = Arrays.copyOf(whole, whole.length - random.nextInt(3));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Envelope.read(broken).payload()).isNotNull();
            } catch (CodecException refused) {
                assertThat(refused).hasMessageContaining("Not an entry of dogpile.cache");
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed + ": " + Arrays.toString(broken), other);
            }
        }
    }

    private static String written(CachedValue<?> entry, String type, String payload) {
        return new String(Envelope.write(entry, new Encoded(bytes(payload), type)), StandardCharsets.UTF_8);
    }

    private static String text(CachedValue<byte[]> entry) {
        return new String(entry.payload(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
