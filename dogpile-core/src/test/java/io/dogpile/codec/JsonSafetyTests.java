package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shop.Shop.Team;
import com.shopping.Evil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P9 for JSON. */
class JsonSafetyTests {

    /** Counts what is asked of it. */
    private static final class Watched extends ClassLoader {
        final List<String> asked = new ArrayList<>();

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
        }
    }

    private final Watched loader = new Watched();
    private final JsonCodec codec = new JsonCodec(
            tools.jackson.databind.json.JsonMapper.builder().build(), TypeAllowList.of("com.shop"), loader);

    @BeforeEach
    void noTraceYet() {
        Evil.Traces.LEFT.set(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.shopping.Evil",
                "java.lang.Class",
                "java.lang.Thread",
                "java.net.URL",
                "java.rmi.server.UnicastRemoteObject",
                "javax.script.ScriptEngineManager",
                "com.sun.rowset.JdbcRowSetImpl",
                "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
                "org.springframework.context.support.ClassPathXmlApplicationContext",
                "com.shopX",
                "com",
                "[Lcom.shopping.Evil;",
                "[[Lcom.shop.Shop$Order;"
            })
    void aClassOffTheListIsRefusedBeforeItIsLoaded(String name) {
        for (String type : List.of(
                name,
                name + "[]",
                "{a=" + name + "}",
                "{a={*=" + name + "}}",
                "{[0-9]=" + name + "}",
                "LinkedHashMap<" + name + ">",
                "com.shop.Shop$Order{customer=" + name + "}",
                "Optional:" + name,
                "EnumSet<" + name + ">",
                name + "{x=Long}")) {
            for (String json :
                    List.of("{\"a\":[{\"command\":\"x\"}]}", "[{}]", "\"x\"", "null", "{\"command\":\"x\"}")) {
                for (Class<?> wanted : List.of(Object.class, String.class, List.class)) {
                    assertThatThrownBy(() -> codec.decode(json.getBytes(StandardCharsets.UTF_8), wanted, type))
                            .as(type)
                            .isInstanceOf(CodecException.class);
                }
            }
        }
        assertThat(loader.asked).noneMatch(asked -> asked.contains(name));
        assertThat(Evil.Traces.LEFT).isFalse();
    }

    @Test
    void theMessageNamesTheClassAndTheProperty() {
        assertThatThrownBy(() -> codec.decode(new byte[] {'1'}, Object.class, "com.shopping.Evil"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("com.shopping.Evil")
                .hasMessageContaining("arguments.allowed-types");
        assertThatThrownBy(() -> codec.encode(List.of(new Evil())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("com.shopping.Evil")
                .hasMessageContaining("arguments.allowed-types");
    }

    @Test
    void namesThatAUsersAnnotationPutsIntoTheJsonAreJudgedToo() {
        byte[] json =
                "{\"lead\":{\"@class\":\"com.shopping.Evil\",\"command\":\"x\"}}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> codec.decode(json, Team.class, null)).hasMessageContaining("com.shopping.Evil");
        assertThat(Evil.Traces.LEFT).isFalse();
    }

    @Test
    void classNamesWithinTheJsonMeanNothing() {
        byte[] json = "[\"com.shopping.Evil\",{\"@class\":\"com.shopping.Evil\"}]".getBytes(StandardCharsets.UTF_8);

        assertThat(codec.decode(json, Object.class, null).toString()).contains("com.shopping.Evil");
        assertThat(Evil.Traces.LEFT).isFalse();
    }
}
