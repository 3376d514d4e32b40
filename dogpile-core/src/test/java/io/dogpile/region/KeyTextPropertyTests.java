package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random composites of strings that are made of all the characters that mean something in a key's text. */
class KeyTextPropertyTests {

    private static final String MEANINGFUL = "\\(){},=:?0e a";

    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void differentCompositesNeverShareAText(long seed) {
        random = new Random(seed);
        Map<String, Object> keys = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            Object key = random.nextInt(8) == 0 ? string() : composite(3);
            Object other = keys.putIfAbsent(KeyText.of(key), key);
            assertThat(other).as("shares its text with %s", key).isIn(null, key);
        }
        assertThat(keys).hasSizeGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void differentArgumentsNeverShareAKey(long seed) {
        random = new Random(seed);
        Map<Object, Object> keys = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            List<Object> arguments = new ArrayList<>();
            arguments.add(random.nextInt(10) == 0 ? null : string());
            arguments.add(random.nextInt(10) == 0 ? null : element(2));
            Object other = keys.putIfAbsent(FunctionKeyGenerator.dogpile().generate(null, "f", arguments), arguments);
            assertThat(other).as("shares its key with %s", arguments).isIn(null, arguments);
        }
        assertThat(keys).hasSizeGreaterThan(5_000);
    }

    private Object composite(int depth) {
        int size = random.nextInt(3);
        switch (random.nextInt(4)) {
            case 0:
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    list.add(element(depth));
                }
                return list;
            case 1:
                Set<Object> set = new HashSet<>();
                for (int i = 0; i < size; i++) {
                    set.add(element(depth));
                }
                return set;
            case 2:
                Map<Object, Object> map = new HashMap<>();
                for (int i = 0; i < size; i++) {
                    map.put(element(depth), element(depth));
                }
                return map;
            default:
                return size == 0 ? Optional.empty() : Optional.of(depth == 0 ? string() : composite(depth - 1));
        }
    }

    private Object element(int depth) {
        int choice = random.nextInt(10);
        if (choice == 0) {
            return null;
        }
        return choice < 4 && depth > 0 ? composite(depth - 1) : string();
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
            text.append(MEANINGFUL.charAt(random.nextInt(MEANINGFUL.length())));
        }
        return text.toString();
    }
}
