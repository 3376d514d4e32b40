package io.dogpile.benchmarks.redis;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Jmh;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.RedisServer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs benchmarks that have parameters {@code port} and {@code keys}, all on one server. */
final class OnRedis {

    private static final String PORT = "port";
    private static final String KEYS = "keys";

    private OnRedis() {}

    /** Each contender takes turns with the reference, whose name is that of a contender's constant. */
    static List<Measurement> run(
            String reference,
            String topic,
            Class<?> benchmarks,
            Effort effort,
            int warmUp,
            int[] threads,
            UnaryOperator<String> label,
            Map<String, String[]> parameters)
            throws Exception {
        try (RedisServer server = RedisServer.start()) {
            Map<String, String[]> all = new HashMap<>(parameters);
            all.put(PORT, new String[] {Integer.toString(server.port())});
            if (effort == Effort.SMALLEST) {
                all.put(KEYS, new String[] {"100"});
            }
            return Jmh.runInTurns(reference, topic, benchmarks, effort, warmUp, threads, label, all).stream()
                    .map(OnRedis::withoutMachinery)
                    .toList();
        }
    }

    /** The port differs from run to run, and the number of keys does not differ where figures count. */
    private static Measurement withoutMachinery(Measurement measured) {
        Map<String, String> setting = new LinkedHashMap<>(measured.setting());
        setting.remove(PORT);
        setting.remove(KEYS);
        return new Measurement(measured.topic(), measured.contender(), setting, measured.figures());
    }
}
