package io.dogpile.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A creation in progress in this JVM, as it was when it was asked for.
 *
 * @param key the key, after mangling
 * @param thread the name of the thread that creates the value, or that waits for another process to do so; null if the
 *     creation is still queued on an executor, or is asynchronous
 * @param running for how long, since a caller was elected
 */
public record RunningCreation(Object key, @Nullable String thread, Duration running) {}
