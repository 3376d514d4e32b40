package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.backend.CachedValue;
import io.dogpile.codec.BytesCodec;
import io.dogpile.codec.Codec;
import io.dogpile.codec.Codec.Encoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in the quick way is what {@link Envelope} reads, and nothing that it would refuse. */
class PlainEntriesTests {

    private static final int ROUNDS = 5_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final PlainEntries plain = new PlainEntries(new BytesCodec());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ct\": 1795389802.990990, \"v\": 2}|payload",
                "{\"ct\": 0.000001, \"v\": 2, \"d\": 0.200000}|",
                "{\"ct\": 1795389802.990990, \"v\": 2, \"t\": \"com.shop.Order{lines=ArrayList}\"}|{}",
                "{\"ct\": 1795389802.990990, \"v\": 2, \"d\": 1.000000, \"t\": \"\"}|p|p"
            })
    void theUsualMetadataIsReadInTheQuickWay(String stored) {
        byte[] bytes = stored.getBytes(StandardCharsets.UTF_8);

        assertThat(plain.read(bytes, byte[].class)).isNotNull();
        assertAgreed(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ct\": 1795389802.99099, \"v\": 2}|payload",
                "{\"ct\":1795389802.990990,\"v\":2}|payload",
                "{\"v\": 2, \"ct\": 1795389802.990990}|payload",
                "{\"ct\": 1795389802.990990, \"v\": 1}|payload",
                "{\"ct\": 1795389802.990990, \"v\": 2, \"x\": 1.000000}|payload",
                "{\"ct\": 1795389802.990990, \"v\": 2, \"t\": \"a\\u007c\"}|payload",
                "{\"ct\": 1234567890123.990990, \"v\": 2}|payload"
            })
    void anyOtherIsLeftToTheEnvelope(String stored) {
        assertThat(plain.read(stored.getBytes(StandardCharsets.UTF_8), byte[].class))
                .isNull();
    }

    @Test
    void randomMetadataIsReadAlike() {
        for (int round = 0; round < ROUNDS; round++) {
            assertAgreed(Envelope.write(anyEntry(), new Encoded(payload(), anyType())));
        }
    }

    @Test
    void damagedMetadataIsReadAlikeOrRefusedByBoth() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = Envelope.write(anyEntry(), new Encoded(payload(), anyType()));
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            for (int each = random.nextInt(3); each >= 0 && bytes.length > 0; each--) {
                byte[] likely = "0123456789.,:{}\"\\|tvdcx- +eE".getBytes(StandardCharsets.US_ASCII);
                bytes[random.nextInt(bytes.length)] =
                        random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
            }
            assertAgreed(bytes);
        }
    }

    @Test
    void typesThatShareASlotAreToldApart() {
        TypeMemory types = new TypeMemory();
        for (int round = 0; round < ROUNDS; round++) {
            String type = anyText();
            byte[] bytes = ("<" + type + ">").getBytes(StandardCharsets.US_ASCII);

            assertThat(types.typed(bytes, 1, bytes.length - 1).attributes())
                    .isEqualTo(Map.of(Codec.TYPE_ATTRIBUTE, type));
        }
    }

    @Test
    void aTypeThatWasSeenIsNotMadeAgain() {
        TypeMemory types = new TypeMemory();
        byte[] bytes = "com.shop.Order".getBytes(StandardCharsets.US_ASCII);

        assertThat(types.typed(bytes, 0, bytes.length)).isSameAs(types.typed(bytes, 0, bytes.length));
    }

    private void assertAgreed(byte[] bytes) {
        CachedValue<?> entry = plain.read(bytes, byte[].class);
        if (entry != null) {
            assertThat(entry)
                    .as("seed %s: %s", seed, new String(bytes, StandardCharsets.ISO_8859_1))
                    .usingRecursiveComparison()
                    .isEqualTo(Envelope.read(bytes));
        }
    }

    private CachedValue<String> anyEntry() {
        CachedValue<String> entry = CachedValue.of("any", random.nextLong(1L << random.nextInt(1, 58)));
        entry = random.nextBoolean() ? entry : entry.taking(random.nextInt(Integer.MAX_VALUE));
        entry = random.nextInt(4) > 0 ? entry : entry.living(random.nextInt(), random.nextInt());
        return random.nextInt(4) > 0 ? entry : entry.versioned(random.nextLong());
    }

    private byte[] payload() {
        byte[] payload = new byte[random.nextInt(20)];
        random.nextBytes(payload);
        return payload;
    }

    private String anyType() {
        return random.nextInt(3) == 0 ? null : anyText() + (random.nextInt(4) == 0 ? "ß|\"\\" : "");
    }

    private String anyText() {
        return "com.shop.".substring(random.nextInt(9)) + Integer.toString(random.nextInt(1000), 36);
    }
}
