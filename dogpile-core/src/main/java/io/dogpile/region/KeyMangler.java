package io.dogpile.region;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Turns the text of a key into the text under which the backend stores it. Stateless and thread-safe. The manglers
 * here give the same strings as dogpile.cache's {@code sha1_mangle_key} and {@code length_conditional_mangler}.
 */
@FunctionalInterface
public interface KeyMangler {

    /** The names that {@link #named} knows. */
    List<String> NAMES = List.of("none", "sha1", "length-conditional");

    /**
     * Mangles a key.
     *
     * @param key the key's text
     * @return the stored key
     */
    String mangle(String key);

    /**
     * Leaves keys as they are, for a region whose backend would otherwise mangle them.
     *
     * @return the mangler that does nothing
     */
    static KeyMangler none() {
        return key -> key;
    }

    /**
     * The SHA-1 of the key's UTF-8 bytes, as 40 hexadecimal digits.
     *
     * @return the mangler
     */
    static KeyMangler sha1() {
        return key -> {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-1", impossible);
            }
        };
    }

    /**
     * Mangles only keys of at least the given length, counted in Unicode code points.
     *
     * @param length the shortest length that is mangled
     * @param mangler what mangles them
     * @return the mangler
     */
    static KeyMangler lengthConditional(int length, KeyMangler mangler) {
        return key -> key.codePointCount(0, key.length()) >= length ? mangler.mangle(key) : key;
    }

    /**
     * The mangler that configuration names.
     *
     * @param name {@code none}, {@code sha1}, or {@code length-conditional}, which takes the SHA-1 of keys of 250 code
     *     points and more; an underscore may stand for the dash
     * @return the mangler, or empty if there is none of that name
     */
    static Optional<KeyMangler> named(String name) {
        return Optional.ofNullable(
                switch (name.replace('_', '-')) {
                    case "none" -> none();
                    case "sha1" -> sha1();
                    case "length-conditional" -> lengthConditional(250, sha1());
                    default -> null;
                });
    }
}
