package com.shop;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** The classes of an application that caches things. */
public final class Shop {

    private Shop() {}

    public enum Size {
        S,
        M {
            @Override
            public String toString() {
                return "medium";
            }
        },
        L
    }

    public sealed interface Payment permits Card, Cash, Split {}

    public record Card(String number, LocalDate expires) implements Payment, Serializable {}

    public record Cash(BigDecimal amount) implements Payment {}

    public record Split(List<Payment> parts) implements Payment {}

    public record Order(long id, String customer, List<String> lines, Size size) implements Serializable {}

    public record Paid(Order order, Payment payment, List<Payment> tried, Optional<Payment> refund) {}

    public record Nullable(String text, Integer number, LocalDate date, Payment payment) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sparse(String text, Integer number) {}

    public record Page<T>(List<T> items, T first, int total) {}

    public record Result(Page<Order> page, Map<String, List<Order>> byName, Map<Size, Set<Instant>> times) {}

    public record Anything(
            Object value, Number number, Comparable<?> comparable, CharSequence text, Serializable data) {}

    public record Containers(
            Set<Payment> set,
            Collection<Object> collection,
            SortedMap<Integer, Payment> sorted,
            EnumSet<Size> sizes,
            Payment[] array,
            Map<Object, Object> map,
            byte[] bytes,
            List<? extends Number> numbers) {}

    public static class Animal {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public String getShout() {
            return name + "!";
        }

        @Override
        public boolean equals(Object other) {
            return other != null && other.getClass() == getClass() && ((Animal) other).name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    public static class Dog extends Animal {
        public static Dog named(String name) {
            Dog dog = new Dog();
            dog.setName(name);
            return dog;
        }
    }

    public record Cage(Animal animal) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    public sealed interface Shape permits Circle, Square {}

    public record Circle(double radius) implements Shape {}

    public record Square(double side, Object label) implements Shape {}

    public record Drawing(Shape main, List<Shape> shapes) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
    public interface Named {}

    public record Person(String name) implements Named {}

    public record Team(Named lead) {}

    public interface Identified {}

    public record OrderId(@JsonValue String id) implements Identified {}

    public record Reference(Identified target) {}

    public record Money(BigDecimal amount) {}

    public static final class MoneyWriter extends ValueSerializer<Money> {
        @Override
        public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
            generator.writeString("EUR " + value.amount());
        }
    }

    public static final class MoneyReader extends ValueDeserializer<Money> {
        @Override
        public Money deserialize(JsonParser parser, DeserializationContext context) {
            return new Money(new BigDecimal(parser.getString().substring(4)));
        }
    }

    public static class Mutable {
        public Object free;
        public List<Payment> payments = new ArrayList<>();

        @Override
        public boolean equals(Object other) {
            return other instanceof Mutable that
                    && Objects.equals(that.free, free)
                    && Objects.equals(that.payments, payments);
        }

        @Override
        public int hashCode() {
            return Objects.hash(free, payments);
        }
    }

    public record Priced(
            @JsonSerialize(using = MoneyWriter.class) @JsonDeserialize(using = MoneyReader.class)
            Object price,

            @JsonProperty("pay_ment") Payment payment) {}

    public static class Outer {
        public String text;

        @JsonUnwrapped
        public Inner inner;

        @Override
        public boolean equals(Object other) {
            return other instanceof Outer that && Objects.equals(that.text, text) && Objects.equals(that.inner, inner);
        }

        @Override
        public int hashCode() {
            return Objects.hash(text, inner);
        }
    }

    public record Inner(Payment payment, Object when) {}
}
