package io.dogpile.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Python's dogpile.cache 1.1.8 wrote to Redis, byte for byte.
 *
 * @param key the key
 * @param value the value that it wrote, as JSON
 * @param ct the creation time that it wrote
 * @param stored the bytes that were then found in Redis
 */
record PythonEntry(String key, String value, BigDecimal ct, byte[] stored) {

    static List<PythonEntry> all() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        try (InputStream file = PythonEntry.class.getResourceAsStream("python-entries.json")) {
            List<PythonEntry> entries = new ArrayList<>();
            for (JsonNode each : mapper.readTree(file)) {
                entries.add(new PythonEntry(
                        each.get("key").stringValue(),
                        each.get("value").toString(),
                        each.get("ct").decimalValue(),
                        HexFormat.of().parseHex(each.get("stored_hex").stringValue())));
            }
            return entries;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return key;
    }
}
