package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.Storm;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of different keys never wait for each other: their creators all meet at one barrier. */
@Timeout(20)
class DifferentKeysTests {

    private static final int KEYS = 20;

    private final CyclicBarrier meeting = new CyclicBarrier(KEYS);
    private final CacheRegion region = Regions.inMemory();

    @Test
    void areCreatedSideBySide() {
        try (Storm storm = new Storm(KEYS)) {
            Storm.Results<Integer> results =
                    storm.runEach(number -> () -> region.getOrCreate("key-" + number, () -> meet(number)));
            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(KEYS).doesNotHaveDuplicates();
        }
    }

    @Test
    void areCreatedSideBySideEvenIfTheyShareAHashBin() {
        try (Storm storm = new Storm(KEYS)) {
            Storm.Results<Integer> results =
                    storm.runEach(number -> () -> region.getOrCreate(new Colliding(number), () -> meet(number)));
            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(KEYS).doesNotHaveDuplicates();
        }
    }

    @Test
    void areCreatedSideBySideByBatches() {
        try (Storm storm = new Storm(KEYS)) {
            Storm.Results<Map<Integer, Integer>> results = storm.runEach(number -> () -> region.getOrCreateMulti(
                    List.of(number, number + 1_000), keys -> Map.of(keys.get(0), meet(number), keys.get(1), number)));
            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(KEYS).doesNotHaveDuplicates();
        }
    }

    private int meet(int number) throws Exception {
        meeting.await();
        return number;
    }

    private record Colliding(int number) {

        @Override
        public int hashCode() {
            return 7;
        }
    }
}
