package io.dogpile.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A class of JMH benchmarks, and what is to be measured with it.
 *
 * @param topic what it measures
 * @param benchmarks the class, whose state has a parameter {@code contender}
 * @param warmUp how many times as long as usual it takes until all is compiled
 * @param threads how many call at the same time
 * @param label what the report calls a contender, by the value of the parameter
 * @param parameters values for other parameters than those that the class declares itself
 */
public record Contest(
        String topic,
        Class<?> benchmarks,
        int warmUp,
        int threads,
        UnaryOperator<String> label,
        Map<String, String[]> parameters) {

    /**
     * Sets a parameter.
     *
     * @param name of the state's field
     * @param values those to be measured
     */
    public Contest with(String name, String... values) {
        Map<String, String[]> more = new HashMap<>(parameters);
        more.put(name, values);
        return new Contest(topic, benchmarks, warmUp, threads, label, more);
    }
}
