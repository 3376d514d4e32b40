package io.dogpile.backend;

import io.dogpile.settings.Settings;
import io.dogpile.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** Makes backends and keys for {@link CacheBackendContract}, and closes the backends. */
public abstract class BackendFixture {

    /** What the backends of a test are told about time. */
    protected final MutableClock clock = new MutableClock();

    /** The keys of entries that the backends of a test could not read. */
    protected final List<Object> unreadable = new CopyOnWriteArrayList<>();

    private final String keyPrefix = "contract-" + UUID.randomUUID() + "-";
    private final List<CacheBackend> backends = new ArrayList<>();

    /** For the suites. */
    protected BackendFixture() {}

    /**
     * Makes the backend to be tested. A store that outlives it need not be empty.
     *
     * @param context what a region would give
     * @return a new backend
     */
    protected abstract CacheBackend create(BackendContext context);

    /**
     * A payload that the backend can keep and give back as an equal object.
     *
     * @param number tells payloads apart
     * @return the payload
     */
    protected Object payload(int number) {
        return "payload " + number;
    }

    /**
     * Further arguments that the backend needs.
     *
     * @return values by name, as they would stand under {@code arguments}
     */
    protected Map<String, ?> arguments() {
        return Map.of();
    }

    /**
     * A backend that keeps entries for ever.
     *
     * @return a new backend, closed after the test
     */
    protected final CacheBackend backend() {
        return backend(null);
    }

    /**
     * A backend that may drop entries after a while.
     *
     * @param retention how long entries are of use, null for ever
     * @return a new backend, closed after the test
     */
    protected final CacheBackend backend(Duration retention) {
        return backend(retention, arguments());
    }

    /**
     * A backend with arguments.
     *
     * @param retention how long entries are of use, null for ever
     * @param arguments values by name
     * @return a new backend, closed after the test
     */
    protected final CacheBackend backend(Duration retention, Map<String, ?> arguments) {
        CacheBackend backend = create(new BackendContext(
                "contract",
                Settings.of("arguments.", arguments),
                retention,
                clock,
                (key, cause) -> unreadable.add(key)));
        backends.add(backend);
        return backend;
    }

    /**
     * A key that no other test uses.
     *
     * @param name tells the keys of a test apart
     * @return the same key for the same name
     */
    protected final String key(String name) {
        return keyPrefix + name;
    }

    /**
     * An entry that is created now.
     *
     * @param number of its {@link #payload}
     * @return the entry
     */
    protected final CachedValue<?> entry(int number) {
        return CachedValue.of(payload(number), CachedValue.nowMicros(clock));
    }

    @AfterEach
    void closeBackends() {
        backends.forEach(CacheBackend::close);
    }
}
