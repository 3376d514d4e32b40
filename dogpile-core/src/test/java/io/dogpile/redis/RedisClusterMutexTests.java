package io.dogpile.redis;

import io.dogpile.backend.BackendContext;
import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.Mutex;
import io.dogpile.backend.MutexContract;
import io.dogpile.settings.Settings;
import io.dogpile.testing.MutableClock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class RedisClusterMutexTests extends MutexContract {

    private final CacheBackend backend = new LettuceBackendFactory.Cluster()
            .create(new BackendContext(
                    "mutexes",
                    Settings.of("", Map.of("startup-nodes", TestCluster.shared().nodes(), "socket-timeout", "20s")),
                    null,
                    new MutableClock(),
                    (key, cause) -> {}));

    @Override
    protected Mutex mutex(String key) {
        return backend.mutex(key);
    }

    @AfterEach
    void close() {
        backend.close();
    }
}
