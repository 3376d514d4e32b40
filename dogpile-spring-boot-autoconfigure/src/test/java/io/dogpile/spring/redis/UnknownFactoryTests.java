package io.dogpile.spring.redis;

class UnknownFactoryTests extends SpringRedisContracts {

    UnknownFactoryTests() {
        super(Connections.unknown(Connections.lettuce()));
    }
}
