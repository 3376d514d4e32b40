package io.dogpile.benchmarks.redis;

import io.dogpile.benchmarks.Contest;
import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Jmh;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.RedisServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs benchmarks that have parameters {@code port} and {@code keys}, all on one server. */
final class OnRedis {

    private static final String PORT = "port";
    private static final String KEYS = "keys";

    private OnRedis() {}

    /** Each contender takes turns with the reference, whose name is that of a contender's constant. */
    static List<Measurement> run(Contest contest, String reference, Effort effort) throws Exception {
        try (RedisServer server = RedisServer.start()) {
            Contest onServer = contest.with(PORT, Integer.toString(server.port()));
            Contest all = effort == Effort.SMALLEST ? onServer.with(KEYS, "100") : onServer;
            return Jmh.runInTurns(all, reference, effort).stream()
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
