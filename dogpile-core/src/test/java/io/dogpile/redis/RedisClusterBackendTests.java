package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CacheBackendContract;
import java.util.Map;

class RedisClusterBackendTests extends CacheBackendContract {

    @Override
    protected CacheBackend create(BackendContext context) {
        return new LettuceBackendFactory.Cluster().create(context);
    }

    @Override
    protected Map<String, ?> arguments() {
        return Map.of("startup_nodes", TestCluster.shared().nodes(), "server-clock", false, "socket-timeout", "20s");
    }
}
