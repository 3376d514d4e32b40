package io.dogpile.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The libraries on this JVM's class path, by the names of their artifacts. */
record Libraries(Map<String, Path> byArtifact) {

    private static final Pattern VERSION = Pattern.compile("-\\d.*");

    static Libraries present() throws IOException {
        Map<String, Path> byArtifact = new LinkedHashMap<>();
        Set<Path> seen = new LinkedHashSet<>();
        Deque<Path> left = new ArrayDeque<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
            left.add(Path.of(entry).toAbsolutePath().normalize());
        }
        while (!left.isEmpty()) {
            Path path = left.remove();
            if (Files.exists(path) && seen.add(path)) {
                byArtifact.putIfAbsent(artifact(path), path);
                if (Files.isRegularFile(path)) {
                    left.addAll(namedByManifest(path));
                }
            }
        }
        return new Libraries(byArtifact);
    }

    /** The paths of artifacts; a name that ends in {@code *} stands for all that begin so. */
    String classPath(Set<String> artifacts) {
        return artifacts.stream()
                .flatMap(name -> find(name).stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Set<Path> find(String name) {
        Set<Path> found = byArtifact.entrySet().stream()
                .filter(each -> name.endsWith("*")
                        ? each.getKey().startsWith(name.substring(0, name.length() - 1))
                        : each.getKey().equals(name))
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (found.isEmpty()) {
            throw new IllegalStateException("No library " + name + " among " + byArtifact.keySet());
        }
        return found;
    }

    /** A jar's file name without its version, or the module's whose compiled classes are in a folder. */
    private static String artifact(Path path) {
        boolean isModule = path.endsWith(Path.of("target", "classes"));
        return isModule
                ? path.getName(path.getNameCount() - 3).toString()
                : VERSION.matcher(path.getFileName().toString()).replaceFirst("");
    }

    private static Set<Path> namedByManifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String entries =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            Set<Path> named = new LinkedHashSet<>();
            for (String entry : entries == null ? new String[0] : entries.trim().split(" +")) {
                URI uri = jar.toUri().resolve(entry);
                named.add(Path.of(uri).normalize());
            }
            return named;
        }
    }
}
