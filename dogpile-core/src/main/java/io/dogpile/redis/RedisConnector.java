package io.dogpile.redis;

import io.dogpile.settings.Settings;

/** Opens the commands for one region. */
@FunctionalInterface
public interface RedisConnector {

    /**
     * Opens the commands. Must not wait for the server: an application starts while Redis is down.
     *
     * @param arguments the region's arguments; those that say where the server is are read here
     * @return the commands, closed with the region
     * @throws io.dogpile.settings.InvalidSettingException if an argument can't be used
     */
    RedisCommands connect(Settings arguments);
}
