package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.shopping.Evil;
import io.dogpile.codec.Codec.Encoded;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged bytes and types give a value or a {@link CodecException}, and nothing else. */
class MutationFuzzTests {

    private static final int ROUNDS_EACH = 30;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void jsonAndItsTypes() {
        Evil.Traces.LEFT.set(false);
        JsonCodec codec = new JsonCodec(TypeAllowList.of("com.shop"));
        JsonRoundTripTests.values().forEach(value -> {
            Encoded encoded = codec.encode(value);
            for (int round = 0; round < ROUNDS_EACH; round++) {
                byte[] bytes = random.nextBoolean() ? encoded.bytes() : damaged(encoded.bytes());
                String type =
                        random.nextInt(3) == 0 || encoded.type() == null ? encoded.type() : damaged(encoded.type());
                Class<?> wanted = random.nextBoolean() ? Object.class : value.getClass();
                decode(codec, bytes, wanted, type);
            }
        });
        assertThat(Evil.Traces.LEFT).isFalse();
    }

    @Test
    void serialized() {
        JdkCodec codec = JdkCodec.allowing(TypeAllowList.of("com.shop"));
        List<Object> values = AllowListJdkCodecTests.values()
                .filter(Serializable.class::isInstance)
                .toList();
        for (Object value : values) {
            byte[] bytes = codec.encode(value).bytes();
            for (int round = 0; round < ROUNDS_EACH; round++) {
                decode(codec, damaged(bytes), Object.class, null);
            }
        }
    }

    private void decode(Codec codec, byte[] bytes, Class<?> wanted, String type) {
        try {
            codec.decode(bytes, wanted, type);
        } catch (CodecException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        } catch (Throwable unexpected) {
            throw new AssertionError(
                    "seed " + seed + ", type " + type + ", bytes " + Arrays.toString(bytes), unexpected);
        }
    }

    private byte[] damaged(byte[] bytes) {
        byte[] damaged =
                random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 2)) : bytes.clone();
        for (int each = random.nextInt(4); each >= 0 && damaged.length > 0; each--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private String damaged(String type) {
        StringBuilder damaged = new StringBuilder(type);
        for (int each = random.nextInt(3); each >= 0 && !damaged.isEmpty(); each--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.setLength(at);
                case 2 -> damaged.insert(at, "{}[],;=<>:#*%0aL".charAt(random.nextInt(16)));
                default -> damaged.setCharAt(at, (char) (32 + random.nextInt(95)));
            }
        }
        return damaged.toString();
    }
}
