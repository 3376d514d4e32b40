package io.dogpile.spring.redis;

class JedisClusterFactoryTests extends SpringRedisContracts {

    JedisClusterFactoryTests() {
        super(Connections.jedisCluster());
    }
}
