package com.bookstore;

import com.bookstore.Bookstore.Card;
import com.bookstore.Bookstore.Invoice;
import com.bookstore.Bookstore.Order;
import com.bookstore.Bookstore.Page;
import com.bookstore.Bookstore.Payment;
import com.bookstore.Bookstore.Status;
import com.bookstore.Bookstore.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A cached method of each type that an application might return. The key is the method's name. */
@CacheConfig(cacheNames = "catalogue")
public class Catalogue {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final Payment CARD = new Card("4711", DAY);
    private static final Payment INVOICE = new Invoice(new BigDecimal("1.50"), Duration.ofHours(3));

    private final AtomicInteger calls = new AtomicInteger();

    public int calls() {
        return calls.get();
    }

    private <T> T load(T value) {
        calls.incrementAndGet();
        return value;
    }

    private static Page<Order> newPage() {
        return new Page<>(
                List.of(Order.of(1), Order.of(2)),
                Order.of(1),
                Map.of(Status.OPEN, Set.of(), Status.PAID, Set.of(Order.of(1))));
    }

    @Cacheable(key = "#root.methodName")
    public Order order() {
        return load(Order.of(1));
    }

    @Cacheable(key = "#root.methodName", sync = true)
    public Order orderInSync() {
        return load(Order.of(1));
    }

    @Cacheable(key = "#root.methodName")
    public Order orderOfNulls() {
        return load(Order.bare(1));
    }

    @Cacheable(key = "#root.methodName")
    public Order none() {
        return load(null);
    }

    @Cacheable(key = "#root.methodName")
    public Payment payment() {
        return load(INVOICE);
    }

    @Cacheable(key = "#root.methodName")
    public List<Order> orders() {
        return load(List.of(Order.of(1), Order.bare(2)));
    }

    @Cacheable(key = "#root.methodName", sync = true)
    public List<Order> ordersInSync() {
        return load(List.of(Order.of(1), Order.bare(2)));
    }

    @Cacheable(key = "#root.methodName")
    public List<Payment> payments() {
        return load(Arrays.asList(CARD, null, INVOICE));
    }

    @Cacheable(key = "#root.methodName")
    public Map<String, List<Order>> ordersByName() {
        return load(Map.of("Ann", List.of(Order.of(1)), "Bob", List.of()));
    }

    @Cacheable(key = "#root.methodName")
    public Map<Long, Order> ordersById() {
        return load(new TreeMap<>(Map.of(1L, Order.of(1), 2L, Order.of(2))));
    }

    @Cacheable(key = "#root.methodName")
    public Map<Status, Set<Payment>> paymentsByStatus() {
        return load(new EnumMap<>(Map.of(Status.PAID, Set.of(CARD, INVOICE))));
    }

    @Cacheable(key = "#root.methodName")
    public Optional<Order> found() {
        return load(Optional.of(Order.of(1)));
    }

    @Cacheable(key = "#root.methodName", sync = true)
    public Optional<List<Order>> foundInSync() {
        return load(Optional.of(List.of(Order.of(1))));
    }

    @Cacheable(key = "#root.methodName")
    public Optional<Order> nothing() {
        return load(Optional.empty());
    }

    @Cacheable(key = "#root.methodName")
    public Page<Order> page() {
        return load(newPage());
    }

    @Cacheable(key = "#root.methodName")
    public Page<LocalDate> pageOfDays() {
        return load(new Page<>(List.of(DAY), DAY, Map.of(Status.PAID, Set.of(DAY))));
    }

    @Cacheable(key = "#root.methodName")
    public List<Map<String, List<Page<Order>>>> nested() {
        return load(List.of(Map.of("x", List.of(newPage(), newPage()))));
    }

    @Cacheable(key = "#root.methodName")
    public Set<Order> set() {
        return load(new HashSet<>(Set.of(Order.of(1), Order.of(2))));
    }

    @Cacheable(key = "#root.methodName")
    public Order[] array() {
        return load(new Order[] {Order.of(1), null});
    }

    @Cacheable(key = "#root.methodName")
    public Payment[][] arrays() {
        return load(new Payment[][] {{CARD}, {}, {INVOICE, CARD}});
    }

    @Cacheable(key = "#root.methodName")
    public byte[] bytes() {
        return load(new byte[] {1, 2, -3});
    }

    @Cacheable(key = "#root.methodName")
    public int[] numbers() {
        return load(new int[] {1, -2});
    }

    @Cacheable(key = "#root.methodName")
    public Times times() {
        return load(new Times(
                Instant.parse("2026-11-23T01:02:03.123456789Z"),
                DAY,
                ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 7, ZoneId.of("Europe/Berlin"))
                        .withLaterOffsetAtOverlap(),
                Duration.ofSeconds(-3, 5)));
    }

    @Cacheable(key = "#root.methodName")
    public Instant instant() {
        return load(Instant.parse("2026-11-23T01:02:03.123456789Z"));
    }

    @Cacheable(key = "#root.methodName")
    public List<LocalDateTime> dates() {
        return load(List.of(DAY.atTime(1, 2), DAY.atStartOfDay()));
    }

    @Cacheable(key = "#root.methodName")
    public ZoneOffset offset() {
        return load(ZoneOffset.ofHours(2));
    }

    @Cacheable(key = "#root.methodName")
    public Status status() {
        return load(Status.PAID);
    }

    @Cacheable(key = "#root.methodName")
    public BigDecimal price() {
        return load(new BigDecimal("1.50"));
    }

    @Cacheable(key = "#root.methodName")
    public BigInteger large() {
        return load(BigInteger.TWO.pow(90));
    }

    @Cacheable(key = "#root.methodName")
    public int count() {
        return load(7);
    }

    @Cacheable(key = "#root.methodName")
    public Long total() {
        return load(7L);
    }

    @Cacheable(key = "#root.methodName")
    public String text() {
        return load("a|\"é");
    }

    @Cacheable(key = "#root.methodName")
    public Object anything() {
        return load(List.of(1, 2L, 3.5f, "x", DAY, CARD));
    }

    @Cacheable(key = "#root.methodName")
    public CompletableFuture<Order> future() {
        return CompletableFuture.completedFuture(load(Order.of(1)));
    }

    @Cacheable(key = "#root.methodName", sync = true)
    public CompletableFuture<List<Payment>> futureInSync() {
        return CompletableFuture.completedFuture(load(List.of(CARD, INVOICE)));
    }

    @Cacheable(key = "#root.methodName")
    public Mono<Order> mono() {
        return Mono.fromSupplier(() -> load(Order.of(1)));
    }

    @Cacheable(key = "#root.methodName")
    public Flux<Payment> flux() {
        return Flux.defer(() -> Flux.fromIterable(load(List.of(CARD, INVOICE))));
    }
}
