package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.redis.RedisCommands;
import io.dogpile.redis.RedisConnector;
import io.dogpile.settings.Settings;
import java.util.List;

/** Connects a region as its arguments say, or through the application's connection if they say nothing. */
record OwnOrApplicationConnector(RedisConnector application, RedisConnector own) implements RedisConnector {

    private static final List<String> ADDRESS = List.of("url", "host", "port", "sentinels", "startup-nodes");

    @Override
    public RedisCommands connect(Settings arguments) {
        return (ADDRESS.stream().anyMatch(arguments::has) ? own : application).connect(arguments);
    }
}
