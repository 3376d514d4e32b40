package io.dogpile.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the documentation, and the marked regions of the sources that their examples come from. */
final class Markdown {

    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- snippet: (\\S+) -->\n)?```(java|yaml)\n(.*?)```", Pattern.DOTALL);

    private static final Pattern REGION =
            Pattern.compile("[ ]*(?://|#) snippet: (\\S+)\n(.*?)\n[ ]*(?://|#) end", Pattern.DOTALL);

    private static final Path ROOT = Path.of("..");

    /** An example: where it stands, its name or null, its text. */
    record Example(Path page, String name, String text) {}

    private Markdown() {}

    static List<Path> pages() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = BLOCK.matcher(read(page));
            while (matcher.find()) {
                examples.add(
                        new Example(page, matcher.group(1), matcher.group(3).strip()));
            }
        }
        return examples;
    }

    private static List<Path> sources() {
        try (Stream<Path> java = Files.list(Path.of("src/test/java/io/dogpile/docs"));
                Stream<Path> yaml = Files.list(Path.of("src/test/resources/docs"))) {
            return Stream.concat(java, yaml).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A marked region of a source, without its indentation, and with what the markers cut off closed again. */
    static String region(String name) {
        for (Path source : sources()) {
            Matcher matcher = REGION.matcher(read(source));
            while (matcher.find()) {
                if (matcher.group(1).equals(name)) {
                    return closed(matcher.group(2).stripIndent().strip());
                }
            }
        }
        throw new AssertionError("no source has a region '" + name + "'");
    }

    /** A nested class of the sources is a class of its own in the documentation. */
    private static String closed(String text) {
        String plain = text.replaceFirst("(?m)^(public )?static final class", "$1final class");
        long open = plain.chars().filter(c -> c == '{').count()
                - plain.chars().filter(c -> c == '}').count();
        return open == 0 ? plain : plain + "\n}";
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
