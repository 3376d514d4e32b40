package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** For bytes that never leave the process. */
class JdkCodecTests {

    record Point(int x, List<String> names) implements Serializable {}

    static class Base implements Serializable {
        private static final long serialVersionUID = 77L;
        int x = 1;
    }

    static final class Derived extends Base {
        private static final long serialVersionUID = 78L;
        int y = 2;
    }

    private final JdkCodec codec = JdkCodec.ownClassesOnly();

    @Test
    void whatItWroteItReadsBack() {
        List<Object> values = List.of(
                "text",
                42,
                4.2,
                'x',
                true,
                new BigDecimal("1.50"),
                UUID.randomUUID(),
                LocalDate.of(2026, 11, 23),
                ZonedDateTime.parse("2026-11-23T01:02:03Z"),
                DayOfWeek.MONDAY,
                EnumSet.of(DayOfWeek.MONDAY),
                String.class,
                List.of(1, 2),
                Set.of("a"),
                new HashMap<>(Map.of("k", new ArrayList<>(List.of(1L)))),
                new Point(1, List.of("a")));

        for (Object value : values) {
            assertThat(decode(codec.encode(value))).isEqualTo(value);
        }
        assertThat(decode(codec.encode(null))).isNull();
    }

    @Test
    void arraysAreReadBack() {
        assertThat((int[]) decode(codec.encode(new int[] {1, 2}))).containsExactly(1, 2);
        assertThat((Point[][]) decode(codec.encode(new Point[][] {{new Point(1, List.of())}})))
                .isEqualTo(new Point[][] {{new Point(1, List.of())}});
    }

    @Test
    void superclassesAreReadBackWithTheirSubclass() {
        Derived read = (Derived) decode(codec.encode(new Derived()));

        assertThat(read.x + read.y).isEqualTo(3);
    }

    @Test
    void everyReadIsAnotherCopy() {
        List<String> value = new ArrayList<>(List.of("x"));
        byte[] bytes = codec.encode(value).bytes();

        Object first = decode(bytes);
        ((List<?>) first).clear();
        value.clear();

        assertThat(decode(bytes)).isEqualTo(List.of("x"));
    }

    @Test
    void aClassThatItDidNotWriteIsRefused() throws Exception {
        byte[] foreign = serialized(new Point(1, List.of("a")));

        assertThatThrownBy(() -> decode(foreign))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not a class that this codec has written");

        codec.encode(new Point(2, List.of()));
        assertThat(decode(foreign)).isEqualTo(new Point(1, List.of("a")));
    }

    @Test
    void aClassThatItDidNotWriteIsRefusedInsideOneThatItDid() throws Exception {
        codec.encode(new ArrayList<>(List.of("x")));
        codec.encode(new Object[] {"x"});

        for (Object foreign : List.of(new ArrayList<>(List.of(new Derived())), new Object[] {new Derived()})) {
            byte[] bytes = serialized(foreign);
            assertThatThrownBy(() -> decode(bytes))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("not a class that this codec has written");
        }
    }

    @Test
    void anotherCodecsBytesAreForeign() {
        byte[] bytes = JdkCodec.ownClassesOnly().encode(new Point(1, List.of())).bytes();

        assertThatThrownBy(() -> decode(bytes)).isInstanceOf(CodecException.class);
    }

    @Test
    void bytesOfAClassThatHasChangedAreUnreadable() {
        byte[] bytes = codec.encode(new Derived()).bytes();
        bytes[indexOf(bytes, Derived.class.getName()) + Derived.class.getName().length() + 7]++; // serialVersionUID

        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("local class incompatible");
    }

    @Test
    void bytesOfAClassThatIsGoneAreUnreadable() {
        byte[] bytes = codec.encode(new Derived()).bytes();
        int start = indexOf(bytes, Derived.class.getName());
        bytes[start + Derived.class.getName().length() - 1] = 'X';

        assertThatThrownBy(() -> decode(bytes)).isInstanceOf(CodecException.class);
    }

    @Test
    void damagedBytesAreUnreadable() {
        byte[] bytes = codec.encode("some text").bytes();

        assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> decode(Arrays.copyOf(bytes, bytes.length - 3)))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("Bytes can't be read back: ");
        assertThatThrownBy(() -> decode("nonsense".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void whatCannotBeSerializedIsRefusedWithAdvice() {
        assertThatThrownBy(() -> codec.encode(List.of(new Object())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("java.io.NotSerializableException: java.lang.Object")
                .hasMessageContaining("implement java.io.Serializable");
    }

    @Test
    void aValueThatFailsToWriteItselfIsRefused() {
        assertThatThrownBy(() -> codec.encode(new Failing()))
                .isInstanceOf(CodecException.class)
                .hasRootCauseMessage("can't write");
    }

    @Test
    void aProxyIsRefusedBothWays() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runnable.class}, new DoingNothing());
        byte[] foreign = serialized(proxy);

        assertThatThrownBy(() -> codec.encode(proxy))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(", a proxy");
        assertThatThrownBy(() -> decode(foreign))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("proxy is not allowed");
    }

    static final class DoingNothing implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return null;
        }
    }

    static final class Failing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("can't write");
        }
    }

    private Object decode(Codec.Encoded encoded) {
        return decode(encoded.bytes());
    }

    private Object decode(byte[] bytes) {
        return codec.decode(bytes, Object.class, null);
    }

    private static byte[] serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
