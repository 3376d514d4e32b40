package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.shop.Shop.*;
import io.dogpile.codec.Codec.Encoded;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.*;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class JsonRoundTripTests {

    static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    static final Order ORDER = new Order(7, "Ann|\"é\uD83D\uDC36", List.of("a", "b"), Size.M);
    static final Card CARD = new Card("4711", DAY);
    static final Cash CASH = new Cash(new BigDecimal("1.50"));

    private final JsonCodec codec = new JsonCodec(TypeAllowList.of("com.shop"));

    static Stream<Object> values() {
        Mutable mutable = new Mutable();
        mutable.free = List.of(CARD, "x", 1, Map.of("k", CASH));
        mutable.payments.add(CASH);
        mutable.payments.add(null);
        Outer outer = new Outer();
        outer.text = "t";
        outer.inner = new Inner(CARD, DAY);
        Map<String, Object> mixed = new LinkedHashMap<>();
        mixed.put("a=b{*,[0]#%$ é", DAY);
        mixed.put("", CARD);
        mixed.put("*", 1);
        mixed.put("0", 2L);
        mixed.put("null", null);
        return Stream.of(
                // scalars
                "text",
                "",
                true,
                1,
                1L,
                Long.MAX_VALUE,
                2.5,
                2.5f,
                (short) 3,
                (byte) 4,
                'c',
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Float.NaN,
                new BigDecimal("1.50"),
                new BigDecimal("1E+5"),
                BigInteger.TEN,
                new BigInteger("123456789012345678901234567890"),
                UUID.randomUUID(),
                Locale.GERMANY,
                Currency.getInstance("EUR"),
                URI.create("urn:x"),
                new Date(1234567890123L),
                // time
                Instant.parse("2026-11-23T01:02:03.123456789Z"),
                DAY,
                LocalTime.of(1, 2),
                DAY.atTime(1, 2, 3, 4),
                DAY.atStartOfDay(ZoneId.of("Europe/Berlin")),
                DAY.atStartOfDay(ZoneOffset.ofHours(3)).toOffsetDateTime(),
                OffsetTime.of(1, 2, 3, 4, ZoneOffset.UTC),
                Duration.ofSeconds(-3, 5),
                Period.of(1, 2, 3),
                Year.of(2026),
                YearMonth.of(2026, 11),
                MonthDay.of(2, 29),
                DayOfWeek.MONDAY,
                Month.MAY,
                ZoneId.of("Europe/Berlin"),
                ZoneOffset.ofHours(2),
                ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
                        .withLaterOffsetAtOverlap(),
                // application
                Size.S,
                Size.M,
                ORDER,
                CARD,
                new Paid(ORDER, CASH, Arrays.asList(CARD, null, CASH), Optional.of(CARD)),
                new Paid(null, null, List.of(), Optional.empty()),
                new Nullable(null, null, null, null),
                new Sparse(null, 1),
                new Split(List.of(CARD, new Split(List.of(CASH)))),
                new Page<>(List.of(ORDER, ORDER), ORDER, 1),
                new Page<>(List.of(DAY), null, 1),
                new Result(
                        new Page<>(List.of(ORDER), ORDER, 2),
                        Map.of("x", List.of(ORDER)),
                        Map.of(Size.L, Set.of(Instant.EPOCH))),
                new Cage(Dog.named("Rex")),
                Dog.named("Rex"),
                new Circle(2),
                new Drawing(new Circle(1), List.of(new Square(1, DAY))),
                List.of(new Circle(1), new Square(2, CARD)),
                new Team(new Person("Ann")),
                new Person("Ann"),
                new OrderId("x"),
                new Reference(new OrderId("y")),
                List.of(new OrderId("z")),
                mutable,
                outer,
                new Priced(new Money(BigDecimal.ONE), CARD),
                new Money(BigDecimal.TEN),
                new Anything(DAY, 1, 2, "t", 3),
                new Anything(CARD, 1L, DAY, "t", UUID.randomUUID()),
                new Anything("s", BigDecimal.ONE, "s", "t", "s"),
                new Anything(1.5, 1.5, 1.5, null, true),
                new Anything(List.of(DAY), new BigInteger("9999999999999999999999"), Size.S, "", Size.L),
                new Anything(Optional.of(CARD), (short) 1, 'c', "", 1f),
                new Anything(Optional.empty(), null, null, null, null),
                // collections
                List.of(),
                List.of(1, 2),
                List.of(1L, 2L),
                List.of(1, 2L, 3.0, "4", true),
                Arrays.asList(1, null, DAY),
                List.of(ORDER, ORDER),
                Set.of(Size.S, Size.L),
                EnumSet.of(Size.S, Size.M),
                new TreeSet<>(Set.of(DAY)),
                new LinkedList<>(List.of(DAY)),
                Map.of("a", List.of(ORDER)),
                Map.of(1L, "x"),
                Map.of(1, ORDER, 2, ORDER),
                Map.of(Size.M, 1),
                new EnumMap<>(Map.of(Size.S, CARD)),
                Map.of(DAY, UUID.randomUUID()),
                Map.of(UUID.randomUUID(), List.of()),
                new TreeMap<>(Map.of(2, CARD, 1, CASH)),
                new ConcurrentHashMap<>(Map.of("k", CARD)),
                Map.of(),
                Map.of(new BigDecimal("1.0"), 1),
                Map.of('c', 1),
                Map.of(true, 1),
                mixed,
                Collections.nCopies(3, List.of(Map.of("k", List.of(CARD, CASH)))),
                Arrays.asList(OptionalInt.empty(), OptionalLong.of(1), null),
                Optional.of(ORDER),
                Optional.of("x"),
                Optional.of(1),
                Optional.empty(),
                Optional.of(List.of(ORDER)),
                Optional.of(Map.of(1L, ORDER)),
                Arrays.asList(Optional.of(1), Optional.empty(), null, Optional.of("x")),
                EnumSet.noneOf(Size.class),
                List.of(EnumSet.of(Size.M)),
                new EnumMap<>(Size.class),
                OptionalInt.of(1),
                OptionalInt.empty(),
                OptionalLong.of(3),
                OptionalDouble.of(2.5),
                Map.of("x", Optional.empty()),
                List.of(Optional.of(CARD)),
                IntStream.range(0, 300)
                        .mapToObj(i -> i % 3 == 0 ? CARD : i % 3 == 1 ? CASH : "text")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsItWasWithoutAWish(Object value) {
        Encoded encoded = codec.encode(value);

        Object read = codec.decode(encoded.bytes(), Object.class, encoded.type());

        assertThat(read).as(encoded.type() + " " + text(encoded)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsItWasToAReaderWhoNamesItsClass(Object value) {
        Encoded encoded = codec.encode(value);
        Class<?> wanted = value instanceof List
                ? List.class
                : value instanceof Set
                        ? Set.class
                        : value instanceof Map
                                ? Map.class
                                : value instanceof ZoneId
                                        ? ZoneId.class
                                        : value instanceof Enum<?> constant
                                                ? constant.getDeclaringClass()
                                                : value.getClass();

        Object read = codec.decode(encoded.bytes(), wanted, encoded.type());

        assertThat(read).as(encoded.type() + " " + text(encoded)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void payloadIsPlainJsonWithoutClassNames(Object value) {
        Encoded encoded = codec.encode(value);

        JsonMapper.builder().build().readTree(encoded.bytes());
        if (!(value instanceof Team || value instanceof Person)) { // their own @JsonTypeInfo names the class
            assertThat(text(encoded)).doesNotContain("com.shop", "java.");
        }
        assertThat(encoded.type() == null ? "" : encoded.type()).doesNotContain("\"", "\\");
    }

    private static String text(Encoded encoded) {
        return new String(encoded.bytes(), StandardCharsets.UTF_8);
    }
}
