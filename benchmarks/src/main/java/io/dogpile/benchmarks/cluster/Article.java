package io.dogpile.benchmarks.cluster;

import java.util.List;

/** A value such as applications cache, of about 200 bytes as JSON. */
public record Article(String id, String title, long priceInCents, List<String> tags) {

    static Article of(String id) {
        return new Article(
                id,
                "A title of the length that titles of articles tend to have, which is not very much",
                12_995,
                List.of("tools", "garden", "on sale", "heavy goods"));
    }
}
