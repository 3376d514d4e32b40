package io.dogpile.benchmarks.redis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The value that is cached.
 *
 * @param id a number
 * @param customer a name
 * @param city a name
 * @param paid a flag
 * @param lines what was ordered: all that tells a large value from a small one
 */
public record Order(long id, String customer, String city, boolean paid, List<Line> lines) implements Serializable {

    /**
     * A part of an order.
     *
     * @param article a name
     * @param count how many of it
     * @param cents the price of one
     */
    public record Line(String article, int count, long cents) implements Serializable {}

    /** One whose JSON has about 200 bytes with 2 lines, and about 10 kB with 180. */
    static Order of(int id, int lines) {
        List<Line> ordered = new ArrayList<>(); // the kind of list that every serializer knows
        for (int i = 0; i < lines; i++) {
            ordered.add(new Line("article " + (id + i) % 100, i % 9 + 1, 995 + i * 10L));
        }
        return new Order(1_000_000L + id, "customer no. " + id, "Königsberg an der Ostsee", id % 2 == 0, ordered);
    }
}
