package io.dogpile.spring.redis;

import io.dogpile.redis.RedisCommands;
import java.lang.reflect.Method;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

/** Keeps Lettuce's types out of classes that are loaded without it. */
final class LettuceClients {

    private LettuceClients() {}

    /** Not with a static list of a master and replicas: there the client knows no address. */
    static boolean canBeHad(RedisConnectionFactory factory) {
        return factory instanceof LettuceConnectionFactory lettuce && !isMasterReplica(lettuce);
    }

    static RedisCommands commands(RedisConnectionFactory factory) {
        return new LettuceFactoryCommands((LettuceConnectionFactory) factory);
    }

    /** Spring Data knows, but does not tell. */
    private static boolean isMasterReplica(LettuceConnectionFactory factory) {
        Method method = ReflectionUtils.findMethod(LettuceConnectionFactory.class, "isStaticMasterReplicaAware");
        if (method == null) {
            return false;
        }
        ReflectionUtils.makeAccessible(method);
        return Boolean.TRUE.equals(ReflectionUtils.invokeMethod(method, factory));
    }
}
