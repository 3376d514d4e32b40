package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.spring.bulk.BulkBooks;
import io.dogpile.testing.Storm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P1 per key, whichever way it is asked for. */
@Timeout(120)
class BulkStormTests {

    private static final int CALLERS = 50;
    private static final int KEYS = 100;

    @ParameterizedTest
    @EnumSource(Stores.class)
    void everyKeyIsMadeOnceByBatchesAndSingleCallsTogether(Stores store) {
        store.runner().withBean(BulkBooks.class).run(context -> {
            BulkBooks books = context.getBean(BulkBooks.class);
            try (Storm storm = new Storm(CALLERS)) {
                for (int round = 1; round <= 5; round++) {
                    int first = 1_000 * round;
                    Storm.Results<List<String>> results = storm.runEach(number -> caller(books, first, number));

                    assertThat(results.failures()).isEmpty();
                    assertThat(results.values())
                            .hasSize(CALLERS)
                            .allSatisfy(found -> assertThat(found).isNotEmpty().doesNotContainNull());
                }
            }
            assertThat(books.made()).hasSizeGreaterThan(KEYS);
            assertThat(books.made().values())
                    .allSatisfy(count -> assertThat(count).hasValue(1));
        });
    }

    /** Some ask for twenty keys in an order of their own, as a map or as a list, and some for one. */
    private static Callable<List<String>> caller(BulkBooks books, int first, int number) {
        List<Integer> ids =
                new ArrayList<>(IntStream.range(first, first + KEYS).boxed().toList());
        Collections.shuffle(ids, new Random(number));
        List<Integer> some = ids.subList(0, 20);
        return switch (number % 3) {
            case 0 -> () -> List.copyOf(books.map(some).values());
            case 1 -> () -> books.list(some);
            default -> () -> List.of(books.one(some.get(0)));
        };
    }

    @Test
    void valuesAreReadAsTheTypeThatTheMethodReturns() {
        RedisApplication application = new RedisApplication("books");
        application.runner().withBean(BulkBooks.class).run(context -> {
            application.plant(context, "1", null, "42".getBytes(StandardCharsets.UTF_8));
            BulkBooks books = context.getBean(BulkBooks.class);

            assertThat(books.numbers(List.of(1, 2)).get(1)).isEqualTo(42);
            assertThat(books.calls()).containsExactly(List.of(2));
        });
    }
}
