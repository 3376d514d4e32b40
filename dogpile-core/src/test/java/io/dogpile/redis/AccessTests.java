package io.dogpile.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.BackendException;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.CallOptions;
import io.dogpile.region.Policies;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may connect, and what a user must be allowed. */
@Timeout(120)
class AccessTests {

    private final TestRedis server = TestRedis.shared();
    private final Instances instances = new Instances(server);
    private final RawRedis raw = new RawRedis(server);

    @AfterEach
    void close() {
        instances.close();
        raw.close();
    }

    private CacheRegion regionOfUserWith(CommandType... commands) {
        String user = instances.prefix.replace(":", "");
        AclSetuserArgs rights =
                AclSetuserArgs.Builder.on().nopass().allKeys().allChannels().noCommands();
        Stream.of(commands).forEach(rights::addCommand);
        raw.commands.aclSetuser(user, rights);
        return instances.region(config -> config.argument("username", user).argument("password", "any"));
    }

    @Test
    void theseCommandsAreAllThatIsNeeded() {
        CacheRegion region = regionOfUserWith(
                CommandType.GET,
                CommandType.MGET,
                CommandType.SET,
                CommandType.DEL,
                CommandType.PTTL,
                CommandType.PEXPIRE,
                CommandType.TIME,
                CommandType.ZADD,
                CommandType.ZCOUNT,
                CommandType.ZREM,
                CommandType.EVAL,
                CommandType.EVALSHA,
                CommandType.PUBLISH,
                CommandType.SUBSCRIBE);

        assertThat(region.<String>getOrCreate("created", () -> {
                    region.delete("created");
                    return "value";
                }))
                .isEqualTo("value");
        region.fence(List.of("key")).close();
        region.set("key", "value");
        assertThat(region.<String>get("key")).isEqualTo("value");
        assertThat(region.getOrCreateMulti(List.of("key", "a"), keys -> Map.of("a", "new")))
                .isEqualTo(Map.of("key", "value", "a", "new"));
        assertThat(region.delete("key")).isTrue();
        region.invalidate();
        assertThat(region.<String>get("a")).isNull();
        assertThat(instances.events.errors).isEmpty();
        assertThat(instances.events.lostLocks).isEmpty();
    }

    /** Not taking what can't be read for an entry without a version. */
    @Test
    void dataVersionsNeedOneMore() {
        Policies versions = Policies.NONE.versionOf((Integer value) -> (long) value);
        CallOptions versioned = CallOptions.NONE.following(versions);
        CommandType[] others = {
            CommandType.GET,
            CommandType.SET,
            CommandType.DEL,
            CommandType.PTTL,
            CommandType.TIME,
            CommandType.EVAL,
            CommandType.EVALSHA,
            CommandType.SUBSCRIBE
        };
        CacheRegion without = regionOfUserWith(others);
        without.set("key", 2);
        assertThatThrownBy(() -> without.set("key", 1, versioned))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("GETRANGE");
        assertThat(without.<Integer>get("key")).isEqualTo(2);

        CacheRegion with = regionOfUserWith(Stream.concat(Stream.of(others), Stream.of(CommandType.GETRANGE))
                .toArray(CommandType[]::new));
        with.set("key", 2, versioned);
        with.set("key", 1, versioned);
        assertThat(with.<Integer>get("key")).isEqualTo(2);
    }

    @Test
    void aUserWhoMayDoNothingStopsTheStart() {
        assertThatThrownBy(this::regionOfUserWith)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("NOPERM");
    }

    @Test
    void aUserWhoMayRunNoScriptsStopsTheStart() {
        assertThatThrownBy(() -> regionOfUserWith(
                        CommandType.GET, CommandType.SET, CommandType.TIME, CommandType.PUBLISH, CommandType.SUBSCRIBE))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("NOPERM")
                .hasMessageContaining("allow the user EVAL and EVALSHA");
    }

    @Test
    void aDatabaseThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> instances.region(config -> config.argument("db", 999)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("DB index is out of range");
    }

    @Test
    void aWrongPasswordStopsTheStart() {
        String user = instances.prefix.replace(":", "");
        raw.commands.aclSetuser(
                user,
                AclSetuserArgs.Builder.on()
                        .addPassword("right")
                        .allKeys()
                        .allChannels()
                        .allCommands());
        AtomicBoolean closed = new AtomicBoolean();

        assertThatThrownBy(() -> instances.backendOn(
                        commands -> closing(commands, closed), Map.of("username", user, "password", "wrong")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WRONGPASS");
        assertThat(closed).isTrue();
        CacheRegion region =
                instances.region(config -> config.argument("username", user).argument("password", "right"));
        region.set("key", "value");
        assertThat(region.<String>get("key")).isEqualTo("value");
    }

    @Test
    void aMissingPasswordStopsTheStart() {
        TestRedis own = TestRedis.start();
        try (RawRedis redis = new RawRedis(own);
                Instances protectedOnes = new Instances(own)) {
            redis.commands.configSet("requirepass", "secret");

            assertThatThrownBy(protectedOnes::region)
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("NOAUTH");
            CacheRegion region = protectedOnes.region(config -> config.argument("password", "secret"));
            region.set("key", "value");
            assertThat(region.<String>get("key")).isEqualTo("value");
        } finally {
            own.stop();
        }
    }

    /** As when the connection is gone before the client has read why. */
    @Test
    void aWrongPasswordThatIsHeardOfAtALaterTryStopsTheStart() {
        String user = instances.prefix.replace(":", "");
        raw.commands.aclSetuser(user, AclSetuserArgs.Builder.on().addPassword("right"));
        AtomicBoolean tried = new AtomicBoolean();

        assertThatThrownBy(() -> instances.backendOn(
                        commands -> new ForwardingCommands(commands) {
                            @Override
                            public CompletionStage<Long> timeMicros() {
                                return tried.getAndSet(true)
                                        ? super.timeMicros()
                                        : CompletableFuture.failedFuture(new IllegalStateException("closed"));
                            }
                        },
                        Map.of("username", user, "password", "wrong")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WRONGPASS");
    }

    private static RedisCommands closing(RedisCommands commands, AtomicBoolean closed) {
        return new ForwardingCommands(commands) {
            @Override
            public void close() {
                closed.set(true);
                super.close();
            }
        };
    }
}
