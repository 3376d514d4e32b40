package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payloads that Python's dogpile.cache 1.1.8 wrote to Redis, and the values that it wrote. */
class PythonPayloadTests {

    record Person(String name, int age, List<String> tags, double score, boolean ok) {}

    private final JsonCodec codec = new JsonCodec(TypeAllowList.of());

    @Test
    void everyPayloadIsRead() throws Exception {
        JsonMapper mapper = JsonMapper.builder().build();
        try (InputStream file = getClass().getResourceAsStream("python-payloads.json")) {
            JsonNode vectors = mapper.readTree(file);
            assertThat(vectors).hasSize(8);
            for (JsonNode each : vectors) {
                byte[] payload = HexFormat.of().parseHex(each.get("payload_hex").stringValue());

                Object read = codec.decode(payload, Object.class, null);

                assertThat(mapper.valueToTree(read).toString())
                        .as(each.get("key").stringValue())
                        .isEqualTo(each.get("value").toString());
                if (each.get("key").stringValue().equals("object")) {
                    Person ann = new Person("Ann", 41, List.of("a", "b"), 2.5, true);
                    assertThat(read)
                            .isEqualTo(Map.of(
                                    "name", "Ann", "age", 41L, "tags", List.of("a", "b"), "score", 2.5, "ok", true));
                    assertThat(codec.decode(payload, Person.class, null)).isEqualTo(ann);
                }
            }
        }
    }
}
