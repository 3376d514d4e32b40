package io.dogpile.spring.redis;

import io.dogpile.redis.TestCluster;
import io.dogpile.redis.TestRedis;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Connection factories as applications have them. */
final class Connections {

    private Connections() {}

    static LettuceConnectionFactory lettuce(int port) {
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
        factory.afterPropertiesSet();
        return factory;
    }

    static LettuceConnectionFactory lettuce() {
        return lettuce(TestRedis.shared().port());
    }

    static JedisConnectionFactory jedis(int port) {
        JedisConnectionFactory factory =
                new JedisConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    static JedisConnectionFactory jedis() {
        return jedis(TestRedis.shared().port());
    }

    static LettuceConnectionFactory lettuceCluster() {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                new RedisClusterConfiguration(TestCluster.shared().nodes()));
        factory.afterPropertiesSet();
        return factory;
    }

    static JedisConnectionFactory jedisCluster() {
        JedisConnectionFactory factory = new JedisConnectionFactory(
                new RedisClusterConfiguration(TestCluster.shared().nodes()));
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    /** The same factory as one of a class that nobody knows. */
    static RedisConnectionFactory unknown(RedisConnectionFactory factory) {
        return (RedisConnectionFactory) Proxy.newProxyInstance(
                Connections.class.getClassLoader(),
                new Class<?>[] {RedisConnectionFactory.class, DisposableBean.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(factory, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    static void close(RedisConnectionFactory factory) throws Exception {
        ((DisposableBean) factory).destroy();
    }
}
