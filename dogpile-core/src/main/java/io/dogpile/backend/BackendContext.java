package io.dogpile.backend;

import io.dogpile.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is built from.
 *
 * @param regionName the name of the region that will use it
 * @param arguments the settings under {@code arguments}; a factory reads the ones it knows, the rest is refused
 * @param retention how long an entry can be of use to the region (expiration time + serve-stale), after which the
 *     backend may drop it; null if for ever
 * @param clock where the time comes from
 * @param listener where to report entries that can't be read
 * @param timer where waits and time limits get their time from
 */
public record BackendContext(
        String regionName,
        Settings arguments,
        @Nullable Duration retention,
        InstantSource clock,
        BackendListener listener,
        WaitTimer timer) {

    /**
     * With the machine's own time for waits and limits.
     *
     * @param regionName the name of the region that will use it
     * @param arguments the settings under {@code arguments}
     * @param retention how long an entry can be of use to the region; null if for ever
     * @param clock where the time comes from
     * @param listener where to report entries that can't be read
     */
    public BackendContext(
            String regionName,
            Settings arguments,
            @Nullable Duration retention,
            InstantSource clock,
            BackendListener listener) {
        this(regionName, arguments, retention, clock, listener, WaitTimer.SYSTEM);
    }
}
