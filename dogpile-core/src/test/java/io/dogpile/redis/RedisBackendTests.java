package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CacheBackendContract;
import java.util.Map;

class RedisBackendTests extends CacheBackendContract {

    @Override
    protected CacheBackend create(BackendContext context) {
        return new LettuceBackendFactory().create(context);
    }

    @Override
    protected Map<String, ?> arguments() {
        return Map.of("port", TestRedis.shared().port(), "server-clock", false);
    }
}
