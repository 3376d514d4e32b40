package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shop.Shop.Card;
import com.shop.Shop.Order;
import com.shop.Shop.Size;
import com.shopping.Evil;
import io.dogpile.codec.Codec.Encoded;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** P9 for Java serialization. */
class AllowListJdkCodecTests {

    private static final Order ORDER = new Order(7, "Ann", List.of("a", "b"), Size.M);

    private final JdkCodec codec = JdkCodec.allowing(TypeAllowList.of("com.shop"));
    private final JdkCodec own = JdkCodec.ownClassesOnly();

    static Stream<Object> values() {
        return Stream.of(
                "x",
                1,
                1L,
                2.5,
                true,
                new BigDecimal("1.50"),
                UUID.randomUUID(),
                Locale.GERMANY,
                Currency.getInstance("EUR"),
                new Date(1),
                URI.create("urn:x"),
                LocalDate.MAX,
                Instant.EPOCH,
                Duration.ZERO,
                ZoneId.of("Europe/Berlin"),
                LocalDate.MAX.atStartOfDay(ZoneId.of("Europe/Berlin")),
                ORDER,
                new Card("1", LocalDate.MIN),
                Size.M,
                List.of(),
                List.of(1),
                List.of(ORDER, ORDER, ORDER),
                Set.of(1, 2, 3),
                Map.of(),
                Map.of("a", 1),
                Map.of(1, ORDER, 2, ORDER),
                new ArrayList<>(List.of(ORDER)),
                new LinkedList<>(List.of(1)),
                Arrays.asList(1, null),
                new HashMap<>(Map.of(1, 2)),
                new TreeMap<>(Map.of(1, 2)),
                new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                new TreeSet<>(Comparator.reverseOrder()),
                new ConcurrentHashMap<>(Map.of(1, 2)),
                new CopyOnWriteArrayList<>(List.of(1)),
                EnumSet.of(Size.S),
                new EnumMap<>(Map.of(Size.S, 1)),
                Collections.emptyList(),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.singletonMap(1, 2),
                Collections.nCopies(3, 1),
                new AbstractMap.SimpleEntry<>(1, 2),
                new HashMap<>(bigMap()));
    }

    private static Map<Integer, Integer> bigMap() {
        Map<Integer, Integer> map = new HashMap<>(100_000);
        for (int i = 0; i < 5_000; i++) {
            map.put(i, i);
        }
        return map;
    }

    @BeforeEach
    void noTraceYet() {
        Evil.Traces.LEFT.set(false);
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBack(Object value) {
        for (JdkCodec each : List.of(codec, own)) {
            Encoded encoded = each.encode(value);
            assertThat(encoded.type()).isNull();
            assertThat(each.decode(encoded.bytes(), Object.class, null)).isEqualTo(value);
        }
    }

    @Test
    void arraysAndNullComeBack() {
        Object[] value = {new int[] {1}, new String[] {"a"}, new Order[][] {{ORDER}}, null};

        assertThat((Object[]) codec.decode(codec.encode(value).bytes(), Object[].class, null))
                .isEqualTo(value);
        assertThat(codec.decode(codec.encode(null).bytes(), Order.class, null)).isNull();
    }

    @Test
    void classesOffTheListAreNotRead() throws Exception {
        Object proxy =
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Comparable.class}, new Handler());
        Supplier<Integer> lambda = (Supplier<Integer> & Serializable) () -> 1;
        Evil evil = new Evil();
        List<Object> planted = List.of(
                evil,
                new ArrayList<>(List.of(evil)),
                new Evil[] {evil},
                new Evil[0],
                new Evil[0][0],
                new Object[] {evil},
                new HashMap<>(Map.of("k", evil)),
                proxy,
                List.of(proxy),
                lambda,
                new URL("http://localhost/"),
                new HashMap<>(Map.of(new URL("http://localhost/"), 1)),
                Evil.class,
                new PriorityQueue<>(List.of(1)));
        Evil.Traces.LEFT.set(false);

        for (Object each : planted) {
            byte[] bytes = serialized(each);
            assertThatThrownBy(() -> codec.decode(bytes, Object.class, null))
                    .as(each.getClass().getName())
                    .isInstanceOf(CodecException.class);
            assertThatThrownBy(() -> own.decode(bytes, Object.class, null)).isInstanceOf(CodecException.class);
        }
        assertThat(Evil.Traces.LEFT).isFalse();
    }

    @Test
    void classesOffTheListAreNotEvenLoaded() throws Exception {
        List<String> asked = new ArrayList<>();
        ClassLoader watched = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        JdkCodec watching = JdkCodec.allowing(TypeAllowList.of("com.shop"), watched);

        watching.decode(serialized(ORDER), Object.class, null);
        assertThatThrownBy(() -> watching.decode(serialized(new Evil()), Object.class, null))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("com.shopping.Evil")
                .hasMessageContaining("arguments.allowed-types");

        assertThat(asked).contains(Order.class.getName()).doesNotContain(Evil.class.getName());
    }

    @Test
    void classesOffTheListAreNotWritten() {
        assertThatThrownBy(() -> codec.encode(List.of(new Evil())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("com.shopping.Evil");
        assertThatThrownBy(() -> codec.encode(new Object())).isInstanceOf(CodecException.class);
    }

    @Test
    void hugeArraysAndDeepNestingAreRefused() throws Exception {
        byte[] array = serialized(new int[1]);
        array[array.length - 8] = 0x7f; // the length, before the one element
        Object[] deep = {};
        for (int i = 0; i < 600; i++) {
            deep = new Object[] {deep};
        }
        byte[] nested = serialized(deep);

        assertThatThrownBy(() -> codec.decode(array, Object.class, null)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(nested, Object.class, null)).isInstanceOf(CodecException.class);
    }

    @Test
    void whatFollowsTheValueIsRefused() throws Exception {
        byte[] bytes = serialized("x");
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
        longer[bytes.length] = 0x77; // a block of one byte
        longer[bytes.length + 1] = 1;

        assertThatThrownBy(() -> codec.decode(longer, Object.class, null)).isInstanceOf(CodecException.class);
    }

    @Test
    void anotherClassThanWantedIsRefused() {
        assertThatThrownBy(() -> codec.decode(codec.encode(ORDER).bytes(), Card.class, null))
                .isInstanceOf(CodecException.class)
                .hasMessage("The entry is a com.shop.Shop$Order, not a com.shop.Shop$Card");
        assertThat(codec.decode(codec.encode(1).bytes(), int.class, null)).isEqualTo(1);
        assertThat(codec.decode(codec.encode(ORDER).bytes(), Optional.class, null))
                .isEqualTo(ORDER);
    }

    private static byte[] serialized(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return null;
        }
    }
}
