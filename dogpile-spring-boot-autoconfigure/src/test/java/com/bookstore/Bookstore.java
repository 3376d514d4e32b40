package com.bookstore;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an application caches, in a package of its own. */
public final class Bookstore {

    private Bookstore() {}

    public enum Status {
        OPEN,
        PAID {
            @Override
            public String toString() {
                return "paid for";
            }
        }
    }

    public sealed interface Payment extends Serializable permits Card, Invoice {}

    public record Card(String number, LocalDate expires) implements Payment {}

    public record Invoice(BigDecimal amount, Duration term) implements Payment {}

    public abstract static class Discount implements Serializable {

        private static final long serialVersionUID = 1L;

        public int percent;

        @Override
        public boolean equals(Object other) {
            return other != null && other.getClass() == getClass() && ((Discount) other).percent == percent;
        }

        @Override
        public int hashCode() {
            return percent;
        }
    }

    public static final class Seasonal extends Discount {
        private static final long serialVersionUID = 1L;
    }

    /** The polymorphic parts are a sealed interface, an abstract class and whatever the note may be. */
    public record Order(
            long id, Status status, Payment payment, Discount discount, Serializable note, List<Payment> refused)
            implements Serializable {

        public static Order of(long id) {
            Seasonal discount = new Seasonal();
            discount.percent = 10;
            return new Order(
                    id,
                    Status.PAID,
                    new Card("4711", LocalDate.of(2027, 1, 31)),
                    discount,
                    LocalDate.EPOCH,
                    List.of(new Invoice(new BigDecimal("12.50"), Duration.ofDays(14))));
        }

        /** With null wherever that is possible. */
        public static Order bare(long id) {
            return new Order(id, null, null, null, null, null);
        }
    }

    public record Page<T extends Serializable>(List<T> items, T first, Map<Status, Set<T>> byStatus)
            implements Serializable {}

    public record Times(Instant at, LocalDate day, ZonedDateTime zoned, Duration took) implements Serializable {}

    /** {@code ChangedClassTests} has the bytes of older ones. */
    public record Parcel(long id, String address) implements Serializable {}

    /** As {@link Parcel}, with a version that promises too much. */
    public static final class Crate implements Serializable {

        private static final long serialVersionUID = 1L;

        public long id;
        public String address;
    }
}
