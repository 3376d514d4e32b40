package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.report.Layout.ByFigure;
import io.dogpile.benchmarks.report.Layout.BySetting;
import java.util.List;

/** The parts of the page, in their order. */
final class Sections {

    private Sections() {}

    static final List<Section> ALL = List.of(
            new Section(
                    "memory-hit",
                    "A hit in memory",
                    """
                    Threads ask for keys of 10,000 that are all there, some far more often than others (zipf), or each \
                    equally often (uniform). All entries expire after writing, but for those of the map and of \
                    Caffeine without expiry. Times are medians over all iterations of JMH's forks.""",
                    new BySetting("ns/op", "B/op", List.of("ConcurrentHashMap.get", "Caffeine getIfPresent"))),
            new Section(
                    "cacheable-hit",
                    "A hit of `@Cacheable`",
                    """
                    The same, with methods that Spring's interceptor stands before. It takes long to be compiled, so the \
                    warm-up is longer.""",
                    new BySetting("ns/op", "B/op", List.of("@Cacheable(sync) on Caffeine"))),
            new Section(
                    "memory-per-entry",
                    "Memory of an entry",
                    """
                    What is left on the heap of a process of its own after a collection, with a million entries: keys \
                    of 12 characters, values of 100 bytes. Of that, the bytes beyond the same keys and values in plain \
                    arrays. Where the JVM has compact object headers, also with them.""",
                    new BySetting("bytes beyond key and value", "", List.of())),
            new Section(
                    "redis-hit",
                    "A hit in Redis",
                    """
                    Threads read values that are all there from a Redis server on the same machine, and get them as \
                    objects. Lettuce's bytes aren't decoded at all: that is the cost of Redis itself. Each takes turns of a tenth \
                    of a second with Lettuce and Jackson in one process; a time is the median of the ratios between \
                    neighbours, times the median of all turns of Lettuce and Jackson.""",
                    new BySetting("us/op", "B/op", List.of("Lettuce bytes", "Lettuce + Jackson"))),
            new Section(
                    "redis-multi",
                    "A hundred hits in Redis",
                    """
                    One call reads a hundred values of 200 B, which are all there, from a Redis server on the same \
                    machine. Redis' own answer is `MGET`, and Jackson for each value; all take turns with that as above.""",
                    new BySetting("us/op", "B/op", List.of("MGET + Jackson"))),
            new Section(
                    "stampede",
                    "A stampede of several processes",
                    """
                    All threads of all processes ask for one missing key at the same moment. The creator sleeps, so its \
                    time is the shortest possible wait; each creation more is load for the database behind it. \
                    Local caches are there to show what several processes without a lock between them do. Everything is \
                    measured three times in turn; the figures are medians of the three.""",
                    new ByFigure("p99 ms", List.of("creations", "creations, worst", "p50 ms", "p99 ms", "max ms"))),
            new Section("different-keys", "Different keys at once", """
                    Each thread of one process asks for another missing key, in a cache that was just opened. Nobody \
                    has a reason to wait for another: the time until all are served should be that of one creator. Medians \
                    of three measurements in turn.""", new BySetting("all served ms", "", List.of())),
            new Section(
                    "expirations",
                    "Reading through expirations",
                    """
                    Threads of several processes read one key that expires every second, and whose creator takes \
                    200 ms. A read that was due while its thread still waited has waited since it was due. The \
                    plain hit reads a value that never expires: it is as quick as reading can be. Every two seconds of \
                    reading are followed by two in which the same processes read a plain hit; "p99 × hit" is the median of \
                    the ratios between such neighbours, so that of the plain hit itself tells how much such a ratio \
                    is worth. Medians of three measurements in turn, of three times two seconds each.""",
                    new ByFigure(
                            "p99 ms",
                            List.of("creations per expiry", "p50 ms", "p99 ms", "p99 × hit", "p99.9 ms", "max ms"))),
            new Section(
                    "start-up",
                    "Start-up",
                    """
                    An application with one `@Cacheable` method is started with Spring Boot's own cache starter and \
                    with this one, in turn. What is added is the median of the differences between such neighbours.""",
                    new ByFigure(
                            "started ms",
                            List.of("started ms", "process ms", "first call ms", "added ms", "loaded classes"))));
}
