package io.dogpile.spring.redis;

class JedisFactoryTests extends SpringRedisContracts {

    JedisFactoryTests() {
        super(Connections.jedis());
    }
}
