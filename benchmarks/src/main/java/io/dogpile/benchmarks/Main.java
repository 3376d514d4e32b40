package io.dogpile.benchmarks;

import io.dogpile.benchmarks.Results.Run;
import io.dogpile.benchmarks.cluster.DifferentKeysSuite;
import io.dogpile.benchmarks.cluster.ExpirationsSuite;
import io.dogpile.benchmarks.cluster.StampedeSuite;
import io.dogpile.benchmarks.heap.MemoryPerEntrySuite;
import io.dogpile.benchmarks.memory.MemoryHitSuite;
import io.dogpile.benchmarks.redis.RedisHitSuite;
import io.dogpile.benchmarks.redis.RedisMultiSuite;
import io.dogpile.benchmarks.report.ReportCommand;
import io.dogpile.benchmarks.startup.StartUpSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Measures topics with the JVM it runs on, and keeps the results for the report. */
@Command(
        name = "java -jar benchmarks/target/benchmarks.jar",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = ReportCommand.class,
        description = "Measures dogpile beside other caches, and writes docs/benchmarks.md.")
public final class Main implements Runnable {

    @Parameters(
            arity = "0..*",
            completionCandidates = Topics.class,
            description = "What to measure: ${COMPLETION-CANDIDATES}; without any, everything.")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--effort", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Effort effort = Effort.FULL;

    @Option(names = "--results", description = "Where the figures are kept; default: ${DEFAULT-VALUE}")
    private Path results = Path.of("benchmarks", "results");

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    static List<Suite> suites() {
        return List.of(
                MemoryHitSuite.direct(),
                MemoryHitSuite.cacheable(),
                new MemoryPerEntrySuite(),
                new RedisHitSuite(),
                new RedisMultiSuite(),
                new Repeated(new StampedeSuite()),
                new Repeated(new DifferentKeysSuite()),
                new Repeated(new ExpirationsSuite()),
                new StartUpSuite());
    }

    /** What {@code --help} lists. */
    static final class Topics implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return suites().stream().map(Suite::topic).iterator();
        }
    }

    @Override
    public void run() {
        List<String> unknown = new ArrayList<>(topics);
        unknown.removeAll(suites().stream().map(Suite::topic).toList());
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    new CommandLine(this),
                    "There is no " + unknown + "; there are "
                            + suites().stream().map(Suite::topic).toList());
        }
        for (Suite suite : suites()) {
            if (topics.isEmpty() || topics.contains(suite.topic())) {
                measure(suite);
            }
        }
    }

    private void measure(Suite suite) {
        try {
            List<Measurement> measurements = suite.run(effort);
            String command = "java -jar benchmarks/target/benchmarks.jar " + suite.topic() + " --effort " + effort;
            if (!new Results(results).write(suite.topic(), Run.now(effort, command, measurements))) {
                System.out.println(results + " keeps what was measured of " + suite.topic()
                        + " with more effort. Name another folder by --results to keep this.");
            }
        } catch (Exception failure) {
            throw new IllegalStateException(suite.topic() + " failed", failure);
        }
    }
}
