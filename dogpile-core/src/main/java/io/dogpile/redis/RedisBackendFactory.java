package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.BackendFactory;
import io.dogpile.backend.CacheBackend;
import io.dogpile.codec.Codec;
import io.dogpile.settings.InvalidSettingException;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes {@code dogpile.cache.redis} over any connection: entries and locks in Redis or Valkey, in the format of
 * Python's dogpile.cache.
 */
public class RedisBackendFactory implements BackendFactory {

    private final String name;
    private final Set<String> aliases;
    private final RedisConnector connector;
    private final Supplier<RedisCodecs> codecs;

    /**
     * Creates a factory.
     *
     * @param name the backend's full name
     * @param aliases further full names
     * @param connector opens the commands of each region
     * @param codecs gives the serializers that regions can name, asked when a region is created
     */
    public RedisBackendFactory(
            String name, Set<String> aliases, RedisConnector connector, Supplier<RedisCodecs> codecs) {
        this.name = name;
        this.aliases = Set.copyOf(aliases);
        this.connector = connector;
        this.codecs = codecs;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Set<String> aliases() {
        return aliases;
    }

    @Override
    public final CacheBackend create(BackendContext context) {
        RedisSettings settings = RedisSettings.read(context);
        try {
            Codec codec = codecs.get().choose(context.arguments());
            RedisCommands commands = connector.connect(context.arguments());
            try {
                return new RedisBackend(commands, codec, settings, context);
            } catch (RuntimeException refusal) {
                commands.close();
                throw refusal;
            }
        } catch (NoClassDefFoundError absent) {
            throw new InvalidSettingException(
                    "backend",
                    name,
                    "a library is missing (" + absent.getMessage() + ")",
                    "Add io.lettuce:lettuce-core, and for the serializer 'json' tools.jackson.core:jackson-databind.");
        }
    }
}
