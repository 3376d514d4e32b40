package io.dogpile.spring.redis;

class LettuceFactoryTests extends SpringRedisContracts {

    LettuceFactoryTests() {
        super(Connections.lettuce());
    }
}
