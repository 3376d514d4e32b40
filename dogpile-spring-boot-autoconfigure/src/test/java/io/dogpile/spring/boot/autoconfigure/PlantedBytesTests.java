package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.Bookstore.Order;
import com.bookstore.Post;
import com.shopping.Evil;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import javax.management.BadAttributeValueExpException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;

/** P9 through {@code @Cacheable}: what somebody planted in Redis is refused, counted and overwritten. */
class PlantedBytesTests {

    private static final String ORDER = Order.class.getName();

    private final RedisApplication application = new RedisApplication("post");

    @Test
    void serializedChainsAreRefused() throws Exception {
        Map<String, byte[]> chains = new LinkedHashMap<>();
        for (Object each : chains()) {
            chains.put(chains.size() + " " + each.getClass(), RedisApplication.serialized(each));
        }
        chains.put("a huge array", hugeArray());
        application
                .runner()
                .withBean(Post.class)
                .withPropertyValues("cache.post.arguments.serializer=jdk")
                .run(context -> chains.forEach((name, bytes) -> assertRefused(context, name, null, bytes)));
    }

    private static List<Object> chains() throws Exception {
        Evil evil = new Evil();
        Object[] deep = {};
        for (int i = 0; i < 600; i++) {
            deep = new Object[] {deep};
        }
        return List.of(
                evil,
                new ArrayList<>(List.of(evil)),
                new HashMap<>(Map.of(evil, 1)),
                new Evil[][] {{evil}},
                new Order(1, null, null, null, evil, List.of()),
                showing(evil),
                new HashMap<>(Map.of(new URL("http", "127.0.0.1", 1, "/"), 1)),
                new HashSet<>(List.of(new URL("http", "127.0.0.1", 1, "/"))),
                new PriorityQueue<>(1, Comparator.reverseOrder()),
                new TreeMap<>((Comparator<Object> & Serializable) (one, other) -> 0),
                Proxy.newProxyInstance(
                        PlantedBytesTests.class.getClassLoader(), new Class<?>[] {Comparable.class}, new Handler()),
                Evil.class,
                List.of((Object) deep));
    }

    /** Reading it back calls {@code toString} on whatever it holds, which begins many a chain. */
    private static BadAttributeValueExpException showing(Object value) throws Exception {
        BadAttributeValueExpException exception = new BadAttributeValueExpException(null);
        try {
            Field held = BadAttributeValueExpException.class.getDeclaredField("val");
            held.setAccessible(true);
            held.set(exception, value);
        } catch (RuntimeException closed) {
            return new BadAttributeValueExpException("text"); // the class alone must be refused, too
        }
        return exception;
    }

    /** An array that claims two thousand million elements, and has none. */
    private static byte[] hugeArray() {
        byte[] bytes = RedisApplication.serialized(new long[0]);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, Integer.MAX_VALUE);
        assertThat(bytes[4]).isEqualTo(ObjectStreamConstants.TC_ARRAY);
        return bytes;
    }

    @Test
    void namesOfClassesBesideJsonAreRefused() {
        List<String> names = List.of(
                "com.shopping.Evil",
                "[Lcom.shopping.Evil;",
                "java.net.URL",
                "javax.management.BadAttributeValueExpException",
                "com.sun.rowset.JdbcRowSetImpl",
                "org.springframework.context.support.ClassPathXmlApplicationContext",
                "com.bookstoreX.Order");
        application
                .runner()
                .withBean(Post.class)
                .run(context -> names.forEach(name -> {
                    assertRefused(context, "order", name, json("{'command': 'x'}"));
                    assertRefused(context, "order", "Optional:" + name, json("{'command': 'x'}"));
                    assertRefused(
                            context, "order", ORDER + "{note=" + name + "}", json(bare("'note': {'command': 'x'}")));
                    assertRefused(context, "parcels", name + "[]", json("[{'command': 'x'}]"));
                    assertRefused(context, "parcels", "{*=" + name + "}", json("[{'command': 'x'}]"));
                }));
    }

    /** Jackson's own ways of naming a class, and one of others, mean nothing here. */
    @Test
    void namesOfClassesWithinJsonAreRefused() {
        List<String> planted = List.of(
                "{'@class': 'com.shopping.Evil', 'command': 'x'}",
                "['com.shopping.Evil', {'command': 'x'}]",
                bare("'payment': {'@class': 'com.shopping.Evil'}"),
                bare("'note': ['com.shopping.Evil', {'command': 'x'}]"),
                bare("'discount': {'@type': 'com.shopping.Evil'}"));
        application
                .runner()
                .withBean(Post.class)
                .run(context -> planted.forEach(json -> {
                    assertRefused(context, "order", null, json(json));
                    assertRefused(context, "order", ORDER, json(json));
                }));
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        application.runner().withBean(Post.class).run(context -> {
            for (String opening : List.of("[", "{'a':", "{'refused':[")) {
                assertRefused(context, "order", null, json(opening.repeat(100_000)));
                assertRefused(context, "parcels", "{*=".repeat(20_000), json("[]"));
            }
        });
    }

    /** An order with one property other than null. */
    private static String bare(String property) {
        String all = "'id': 1";
        for (String name : List.of("status", "payment", "discount", "note", "refused")) {
            all += ", " + (property.startsWith("'" + name) ? property : "'" + name + "': null");
        }
        return "{" + all + "}";
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private void assertRefused(ApplicationContext context, String name, @Nullable String type, byte[] payload) {
        Post post = context.getBean(Post.class);
        String key = name.equals("parcels") ? name : "order";
        int calls = post.calls();
        application.events.unreadable.clear();
        Evil.Traces.LEFT.set(false);
        application.plant(context, key, type, payload);

        for (int i = 0; i < 2; i++) {
            Object value = key.equals("parcels") ? post.parcels() : post.order();
            assertThat(value).as(name).isEqualTo(key.equals("parcels") ? List.of(Post.PARCEL) : Order.of(1));
        }

        assertThat(post.calls() - calls).as("creations of %s %s", name, type).isEqualTo(1);
        assertThat(application.events.unreadable).as(name).isNotEmpty();
        assertThat(application.events.errors).isEmpty();
        assertThat(Evil.Traces.LEFT).as(name).isFalse();
    }

    private static final class Handler implements InvocationHandler, Serializable {

        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            Evil.Traces.LEFT.set(true);
            return null;
        }
    }
}
