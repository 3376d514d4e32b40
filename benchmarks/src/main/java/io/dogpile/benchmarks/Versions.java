package io.dogpile.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the libraries that are measured, as their jars are called. */
final class Versions {

    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    private static final Map<String, String> LIBRARIES = libraries();

    private Versions() {}

    private static Map<String, String> libraries() {
        Map<String, String> libraries = new LinkedHashMap<>();
        libraries.put("spring-boot", "Spring Boot");
        libraries.put("spring-data-redis", "Spring Data Redis");
        libraries.put("lettuce-core", "Lettuce");
        libraries.put("caffeine", "Caffeine");
        libraries.put("cache2k-core", "cache2k");
        libraries.put("jetcache-core", "JetCache");
        libraries.put("redisson", "Redisson");
        libraries.put("jackson-databind", "Jackson");
        return libraries;
    }

    /** Those of this JVM's class path, also of the jars that a jar's manifest names. */
    static Map<String, String> current() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jars.add(entry.replace(File.separatorChar, '/'));
            if (entry.endsWith(".jar")) {
                jars.addAll(namedBy(Path.of(entry)));
            }
        }
        return of(jars);
    }

    /**
     * Those of some jars, by the libraries' names. Of a library that is there twice, both.
     *
     * @param jars paths, or the ends of them
     */
    static Map<String, String> of(List<String> jars) {
        Map<String, String> versions = new LinkedHashMap<>();
        LIBRARIES.forEach((artifact, name) -> {
            TreeSet<String> found = new TreeSet<>();
            for (String jar : jars) {
                Matcher matcher = JAR.matcher(jar.substring(jar.lastIndexOf('/') + 1));
                if (matcher.matches() && matcher.group(1).equals(artifact)) {
                    found.add(matcher.group(2));
                }
            }
            if (!found.isEmpty()) {
                versions.put(name, String.join(" and ", found));
            }
        });
        return versions;
    }

    private static List<String> namedBy(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String named =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return named == null ? List.of() : List.of(named.split(" "));
        }
    }
}
