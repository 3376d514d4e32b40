package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendException;
import io.dogpile.region.CacheRegion;
import io.dogpile.settings.InvalidSettingException;
import io.dogpile.testing.MutableClock;
import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others put under our names, and settings that can't be right. */
@Timeout(120)
class BadInputTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    @Test
    void anotherTypeUnderOurNameIsMissingAndOverwritten() {
        raw.commands.rpush(instances.key("key"), new byte[] {1});
        CacheRegion region = instances.region();

        assertThat(region.<String>get("key")).isNull();
        assertThat(instances.events.unreadable).hasSize(1);
        assertThat(region.getMulti(List.of("key"))).isEmpty();
        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        assertThat(raw.text(instances.key("key"))).endsWith("|\"value\"");
        assertThat(region.<String>get("key")).isEqualTo("value");
        assertThat(instances.events.errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text of another program",
                "{\"ct\": 1795389802.5, \"v\": 2}|not json",
                "{\"ct\": 1795389802.5, \"v\": 1}|\"of another version\"",
                "{\"ct\": 1e2147483647, \"v\": 2}|1"
            })
    void foreignTextIsMissingAndOverwritten(String text) {
        raw.set(instances.key("key"), text);
        CacheRegion region = instances.region();

        assertThat(region.getMulti(List.of("key"))).isEmpty();
        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        assertThat(raw.text(instances.key("key"))).endsWith("|\"value\"");
        assertThat(region.<String>get("key")).isEqualTo("value");
        assertThat(instances.events.errors).isEmpty();
        if (!text.contains("\"v\": 1}")) {
            assertThat(instances.events.unreadable).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"host.invalid, 6379", "127.0.0.1, 1"})
    void aWrongAddressIsAnOutage(String host, int port) {
        CacheRegion region = instances.region(config ->
                config.argument("host", host).argument("port", port).argument("socket-connect-timeout", "2s"));

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        assertThatThrownBy(() -> region.set("key", "value")).isInstanceOf(BackendException.class);
        assertThat(instances.events.errors).isNotEmpty();
    }

    @Test
    void aServerThatForbidsScriptsLaterStillGivesValues() {
        String user = instances.prefix.replace(":", "");
        AclSetuserArgs all =
                AclSetuserArgs.Builder.on().nopass().allKeys().allChannels().allCommands();
        raw.commands.aclSetuser(user, all);
        CacheRegion region =
                instances.region(config -> config.argument("username", user).argument("password", "any"));
        raw.commands.aclSetuser(user, AclSetuserArgs.Builder.on().removeCategory(AclCategory.SCRIPTING));

        assertThat(region.<String>getOrCreate("key", () -> "value")).isEqualTo("value");
        assertThat(region.getOrCreateMulti(List.of("a"), keys -> Map.of("a", 1)))
                .isEqualTo(Map.of("a", 1));
        assertThat(instances.events.errors)
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).hasMessageContaining("NOPERM"));
        assertThatThrownBy(() -> region.set("key", "value"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("NOPERM");
        assertThatThrownBy(() -> region.delete("key"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("NOPERM");
        assertThatThrownBy(region::invalidate)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("NOPERM");
    }

    @Test
    void anUnknownSerializerStopsTheStartBeforeItConnects() {
        AtomicBoolean connected = new AtomicBoolean();

        assertThatThrownBy(() -> instances.backendOn(
                        commands -> {
                            connected.set(true);
                            return commands;
                        },
                        Map.of("serializer", "jsn")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("serializer")
                .hasMessageContaining("json");
        assertThat(connected).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "lock-timeout, -1",
        "lock-timeout, 0",
        "lock-sleep, soon",
        "socket-timeout, 0",
        "server-clock, 3",
        "maximum-value-size, 0",
        "maximum-value-size, large",
        "compression-threshold, -1"
    })
    void aSettingOutOfRangeStopsTheStart(String name, String value) {
        assertThatThrownBy(() -> instances.region(config -> config.argument(name, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({"url, no address", "port, 0", "no-such-setting, 1"})
    void anAddressThatIsNoneStopsTheStart(String name, String value) {
        assertThatThrownBy(() -> instances.region(config -> config.argument(name, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(name);
    }

    @Test
    void aWrongClockIsCorrectedByTheServersFromTheStart() {
        CacheRegion region = instances.region(config -> config.clock(new MutableClock()));
        long server = Long.parseLong(new String(raw.commands.time().get(0), StandardCharsets.US_ASCII));

        region.set("key", "value");

        assertThat(region.getValueMetadata("key").creationTime())
                .isBetween(Instant.ofEpochSecond(server - 3_600), Instant.ofEpochSecond(server + 3_600));
    }
}
