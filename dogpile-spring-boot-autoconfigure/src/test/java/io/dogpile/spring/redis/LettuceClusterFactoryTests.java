package io.dogpile.spring.redis;

class LettuceClusterFactoryTests extends SpringRedisContracts {

    LettuceClusterFactoryTests() {
        super(Connections.lettuceCluster());
    }
}
