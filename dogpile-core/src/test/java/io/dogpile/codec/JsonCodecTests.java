package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.shop.Shop.*;
import io.dogpile.codec.Codec.Encoded;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.*;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

class JsonCodecTests {

    private static final Order ORDER = new Order(7, "Ann", List.of("a"), Size.S);
    private static final Card CARD = new Card("4711", LocalDate.of(2026, 11, 23));

    private final JsonCodec codec = new JsonCodec(TypeAllowList.of("com.shop"));

    @Test
    void typeStringsAreShort() {
        Cash cash = new Cash(BigDecimal.ONE);

        assertThat(codec.encode(ORDER).type()).isEqualTo("com.shop.Shop$Order");
        assertThat(codec.encode("text").type()).isNull();
        assertThat(codec.encode(null).type()).isNull();
        assertThat(codec.encode(1L).type()).isNull();
        assertThat(codec.encode(List.of("a", 2.5, true)).type()).isNull();
        assertThat(codec.encode(Map.of("k", List.of())).type()).isNull();
        assertThat(codec.encode(1).type()).isEqualTo("Integer");
        assertThat(codec.encode(IntStream.range(0, 1000).mapToObj(i -> ORDER).toList())
                        .type())
                .isEqualTo("{*=com.shop.Shop$Order}");
        assertThat(codec.encode(Map.of("a", List.of(ORDER, ORDER), "b", List.of(ORDER, ORDER)))
                        .type())
                .isEqualTo("{*={*=com.shop.Shop$Order}}");
        assertThat(codec.encode(List.of(cash, CARD, CARD, "x", CARD)).type())
                .isEqualTo("{[0]=com.shop.Shop$Cash,[1-2;4]=com.shop.Shop$Card}");
        assertThat(codec.encode(new Split(List.of(cash, CARD, CARD, CARD))).type())
                .isEqualTo("com.shop.Shop$Split{parts={*=com.shop.Shop$Card,[0]=com.shop.Shop$Cash}}");
        assertThat(codec.encode(List.of(new Split(List.of(CARD)), CARD)).type())
                .isEqualTo("{*=com.shop.Shop$Split{parts={[0]=com.shop.Shop$Card}},[1]=#1}");
        assertThat(codec.encode(new Order[][] {{ORDER}}).type()).isEqualTo("com.shop.Shop$Order[][]");
        assertThat(codec.encode(Map.of(1L, ORDER)).type()).isEqualTo("LinkedHashMap<Long>{1=com.shop.Shop$Order}");
    }

    @Test
    void arraysComeBack() {
        assertThat((int[]) again(new int[] {1, 2})).containsExactly(1, 2);
        assertThat((byte[]) again(new byte[] {1, -2})).containsExactly(1, -2);
        assertThat((String[]) again(new String[] {"a", null})).containsExactly("a", null);
        assertThat((Object[]) again(new Object[] {1, 2L, CARD})).containsExactly(1, 2L, CARD);
        assertThat((Payment[]) again(new Payment[] {CARD}))
                .isExactlyInstanceOf(Payment[].class)
                .containsExactly(CARD);
        assertThat((Order[][]) again(new Order[][] {{ORDER}, {}})).isDeepEqualTo(new Order[][] {{ORDER}, {}});
        Containers value = new Containers(
                Set.of(CARD),
                List.of(CARD, 1),
                new TreeMap<>(Map.of(2, CARD)),
                EnumSet.of(Size.M),
                new Payment[] {CARD},
                Map.of(1, CARD),
                new byte[] {1},
                List.of(1, 2L, 2.5));
        assertThat(again(value)).usingRecursiveComparison().isEqualTo(value);
    }

    @Test
    void treesComeBack() {
        JsonNode tree = JsonMapper.builder().build().readTree("{\"a\":[1,null,{\"b\":\"c\"}]}");

        assertThat(again(tree)).isEqualTo(tree);
        assertThat(again(List.of(tree))).isEqualTo(List.of(tree));
    }

    @Test
    void theReadersTypeDecidesWithoutATypeString() {
        String orders =
                "[{\"id\": 7, \"customer\": \"Ann\", \"lines\": [\"a\"], \"size\": \"S\", \"extra\": {\"x\": [1]}}]";

        assertThat(decode(orders, type(new TypeReference<List<Order>>() {}), null))
                .isEqualTo(List.of(ORDER));
        assertThat(decode(orders, type(new TypeReference<Set<Order>>() {}), null))
                .isEqualTo(Set.of(ORDER));
        assertThat(decode("5", int.class, null)).isEqualTo(5);
        assertThat(decode("5", Long.class, null)).isEqualTo(5L);
        assertThat(decode("5", Number.class, null)).isEqualTo(5L);
        assertThat(decode("\"2026-11-23\"", LocalDate.class, null)).isEqualTo(LocalDate.of(2026, 11, 23));
        assertThat(decode("null", Order.class, null)).isNull();
        assertThat(decode("null", int.class, null)).isNull();
        assertThat(decode("null", type(new TypeReference<Optional<Order>>() {}), null))
                .isNull();
        assertThat(decode("{\"x\": 1, \"y\": 2.5}", Object.class, null)).isEqualTo(Map.of("x", 1L, "y", 2.5));
        assertThat(decode("99999999999999999999", Object.class, null))
                .isEqualTo(new BigInteger("99999999999999999999"));
    }

    @Test
    void theReadersTypeGoesTogetherWithTheWrittenOne() {
        Encoded list = codec.encode(List.of(ORDER));
        Encoded payments = codec.encode(List.of(CARD));

        assertThat(decode(list, type(new TypeReference<List<Order>>() {}))).isEqualTo(List.of(ORDER));
        assertThat(decode(list, type(new TypeReference<Set<Order>>() {}))).isEqualTo(Set.of(ORDER));
        assertThat(decode(list, Collection.class)).isEqualTo(List.of(ORDER));
        assertThat(decode(payments, type(new TypeReference<List<Payment>>() {})))
                .isEqualTo(List.of(CARD));
        assertThat(decode(payments, type(new TypeReference<List<? extends Payment>>() {})))
                .isEqualTo(List.of(CARD));
        assertThat(decode(codec.encode(ORDER), type(new TypeReference<Optional<Order>>() {})))
                .isEqualTo(Optional.of(ORDER));
        assertThat(decode(codec.encode(Optional.of(CARD)), Payment.class)).isEqualTo(CARD);
        assertThat(decode(codec.encode(1), long.class)).isEqualTo(1L);
        assertThat(decode(
                        codec.encode(new Page<>(List.of(ORDER), ORDER, 1)), type(new TypeReference<Page<Order>>() {})))
                .isEqualTo(new Page<>(List.of(ORDER), ORDER, 1));
        assertThat(decode(
                        codec.encode(Map.of("id", 7, "customer", "Ann", "lines", List.of("a"), "size", "S")),
                        Order.class))
                .isEqualTo(ORDER);
    }

    @Test
    void anUnrelatedClassIsRefused() {
        assertThatThrownBy(() -> decode(codec.encode(ORDER), Card.class))
                .isInstanceOf(CodecException.class)
                .hasMessage("The entry is a com.shop.Shop$Order, not a com.shop.Shop$Card");
        assertThatThrownBy(() -> decode(codec.encode(ORDER), Integer.class)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> decode(codec.encode(List.of(ORDER)), type(new TypeReference<List<Card>>() {})))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> decode("2.5", int.class, null)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> decode("\"5\"", int.class, null)).isInstanceOf(CodecException.class);
    }

    record Before(String name, int age, String town) {}

    record Grown(String name, int age, String town, String country) {}

    record Shrunk(String name, int age) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Tolerant(String name, int age) {}

    record Retyped(String name, double age, List<String> town) {}

    static class Bean {
        public String name;
        public int age;
        public String city;
    }

    @Test
    void aClassThatChangedShapeIsRefused() {
        JsonCodec own = new JsonCodec(TypeAllowList.of("io.dogpile.codec"));
        Encoded before = own.encode(new Before("Ann", 41, "Ulm"));

        for (Class<?> changed : List.of(Grown.class, Shrunk.class, Retyped.class, Bean.class)) {
            assertThatThrownBy(() -> own.decode(before.bytes(), Object.class, changed.getName()))
                    .as(changed.getSimpleName())
                    .isInstanceOf(CodecException.class);
        }
        assertThatThrownBy(() -> own.decode(before.bytes(), Object.class, "io.dogpile.codec.Gone"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("io.dogpile.codec.Gone");
        assertThat(own.decode(before.bytes(), Object.class, Tolerant.class.getName()))
                .isEqualTo(new Tolerant("Ann", 41));
        assertThat(own.decode(before.bytes(), Shrunk.class, null)).isEqualTo(new Shrunk("Ann", 41));
        assertThatThrownBy(() -> own.decode(before.bytes(), Grown.class, null)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> own.decode(
                        "{\"name\":\"Ann\",\"age\":null,\"town\":null}".getBytes(StandardCharsets.UTF_8),
                        Object.class,
                        Before.class.getName()))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void damagedJsonIsRefused() {
        for (String json : List.of(
                "",
                " ",
                "{",
                "[1,",
                "1 2",
                "{\"a\":1}}",
                "nul",
                "\"a",
                "tru",
                "{\"a\":1,\"a\":2}",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000))) {
            assertThatThrownBy(() -> decode(json, Object.class, null))
                    .as(json.substring(0, Math.min(20, json.length())))
                    .isInstanceOf(CodecException.class);
        }
        for (String type : List.of(
                "",
                "{",
                "}",
                "com.shop.Shop$Order{",
                "#0",
                "#99999999999",
                "[]",
                "{*}",
                "{[x]=Long}",
                "Optional:",
                "LinkedHashMap<",
                "Long<Long>",
                "Long:Long",
                "%",
                "{a=",
                "com.shop.Shop$Order,",
                "Optional:".repeat(100_000),
                "{*=".repeat(100_000),
                "[".repeat(300),
                "Long" + "[]".repeat(300))) {
            assertThatThrownBy(() -> decode("{}", Object.class, type))
                    .as(type.substring(0, Math.min(20, type.length())))
                    .isInstanceOf(CodecException.class);
        }
    }

    @Test
    void whatCouldNotBeReadIsNotWritten() {
        Object anonymous = new Object() {
            public int getX() {
                return 1;
            }
        };
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        for (Object value : List.of(
                anonymous,
                Thread.currentThread(),
                String.class,
                circle,
                Map.of(1, "a", 2L, "b"),
                new com.shopping.Evil(),
                List.of(new com.shopping.Evil()))) {
            assertThatThrownBy(() -> codec.encode(value)).isInstanceOf(CodecException.class);
        }
    }

    @Test
    void aUsersMapperIsUsedAndStaysAsItIs() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
                .addModule(new SimpleModule()
                        .addSerializer(Money.class, new MoneyWriter())
                        .addDeserializer(Money.class, new MoneyReader()))
                .build();
        JsonCodec theirs =
                new JsonCodec(mapper, TypeAllowList.of("com.shop"), getClass().getClassLoader());
        List<Object> value =
                List.of(new Money(BigDecimal.TEN), new Nullable(null, 1, null, null), new Cage(Dog.named("Rex")));

        Encoded encoded = theirs.encode(value);

        assertThat(new String(encoded.bytes(), StandardCharsets.UTF_8)).contains("\"EUR 10\"", "\"text\":null");
        assertThat(theirs.decode(encoded.bytes(), Object.class, encoded.type())).isEqualTo(value);
        assertThat(mapper.writeValueAsString(value)).doesNotContain("null");
    }

    private Object again(Object value) {
        return decode(codec.encode(value), Object.class);
    }

    private Object decode(Encoded encoded, Type wanted) {
        return codec.decode(encoded.bytes(), wanted, encoded.type());
    }

    private Object decode(String json, Type wanted, String type) {
        return codec.decode(json.getBytes(StandardCharsets.UTF_8), wanted, type);
    }

    private static Type type(TypeReference<?> reference) {
        return reference.getType();
    }
}
