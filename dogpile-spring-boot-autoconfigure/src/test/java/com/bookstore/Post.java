package com.bookstore;

import com.bookstore.Bookstore.Crate;
import com.bookstore.Bookstore.Order;
import com.bookstore.Bookstore.Parcel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;

/** Methods under whose keys somebody else has put something. The key is the method's name. */
@CacheConfig(cacheNames = "post")
public class Post {

    public static final Parcel PARCEL = new Parcel(1, "new");

    private final AtomicInteger calls = new AtomicInteger();

    public int calls() {
        return calls.get();
    }

    @Cacheable(key = "#root.methodName", sync = true)
    public Parcel parcel() {
        calls.incrementAndGet();
        return PARCEL;
    }

    @Cacheable(key = "#root.methodName")
    public Parcel plainParcel() {
        calls.incrementAndGet();
        return PARCEL;
    }

    @Cacheable(key = "#root.methodName", sync = true)
    public Crate crate() {
        calls.incrementAndGet();
        return new Crate();
    }

    @Cacheable(key = "#root.methodName", sync = true)
    public Order order() {
        calls.incrementAndGet();
        return Order.of(1);
    }

    @Cacheable(key = "#root.methodName")
    public List<Parcel> parcels() {
        calls.incrementAndGet();
        return List.of(PARCEL);
    }
}
