package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeAllowListTests {

    private final TypeAllowList list = TypeAllowList.of("com.shop", "org.acme.Tool", "net.x.*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.shop.Order",
                "com.shop.cart.Cart",
                "com.shop.Order$Line",
                "org.acme.Tool",
                "org.acme.Tool$Part",
                "net.x.Y",
                "java.lang.String",
                "java.lang.Integer",
                "java.math.BigDecimal",
                "java.util.UUID",
                "java.time.LocalDate",
                "java.time.Duration",
                "java.util.ImmutableCollections$ListN",
                "java.util.ArrayList",
                "java.util.Optional",
                "java.net.URI",
                "[I",
                "[[Ljava.lang.String;",
                "[Lcom.shop.Order;"
            })
    void allows(String name) {
        assertThat(list.allows(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.shopping.Evil",
                "com.shopOrder",
                "com",
                "com.sho",
                "org.acme.Toolbox",
                "org.acme.Other",
                "java.net.URL",
                "java.lang.Class",
                "java.lang.Runtime",
                "java.lang.ProcessBuilder",
                "java.lang.reflect.Method",
                "javax.script.ScriptEngineManager",
                "com.sun.rowset.JdbcRowSetImpl",
                "java.rmi.server.RemoteObject",
                "java.util.ServiceLoader",
                "java.util.PriorityQueue",
                "java.util.logging.FileHandler",
                "sun.misc.Unsafe",
                "java.time.chrono.Chronology",
                "",
                "[",
                "[[",
                "[Lcom.shopping.Evil;",
                "[Lcom.shop.Order",
                "[X",
                "Lcom.shop.Order;",
                "[com.shop.Order",
                ".com.shop.Order",
                "java.lang.String ",
                "java.io.File",
                "java.lang.invoke.SerializedLambda"
            })
    void refuses(String name) {
        assertThat(list.allows(name)).isFalse();
    }

    @Test
    void classesOfTheJdkMustBeNamedOneByOne() {
        assertThat(TypeAllowList.of("java", "javax.script", "com").allows("javax.script.ScriptEngineManager"))
                .isFalse();
        assertThat(TypeAllowList.of("java", "com").allows("com.sun.rowset.JdbcRowSetImpl"))
                .isFalse();
        assertThat(TypeAllowList.of("java.io.File").allows("java.io.File")).isTrue();
    }

    @Test
    void addsToAListWithoutChangingIt() {
        assertThat(list.and("io.y").allows("io.y.Z")).isTrue();
        assertThat(list.and("io.y").allows("com.shop.Order")).isTrue();
        assertThat(list.allows("io.y.Z")).isFalse();
        assertThat(list).hasToString("TypeAllowList[value types of the JDK, com.shop, net.x, org.acme.Tool]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "com..shop", "com/shop", ".com", "com.", "com.shop.Order[]", "1a"})
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> TypeAllowList.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void everySimpleNameStandsForAnAllowedClass() {
        assertThat(JdkTypes.bySimpleName("LocalDate")).isEqualTo(java.time.LocalDate.class);
        assertThat(list.allows(JdkTypes.bySimpleName("EnumSet").getName())).isTrue();
    }
}
