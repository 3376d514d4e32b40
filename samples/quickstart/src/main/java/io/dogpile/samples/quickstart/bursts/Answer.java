package io.dogpile.samples.quickstart.bursts;

import java.util.Optional;

/**
 * What one caller got.
 *
 * @param millis how long it took since all callers were released
 * @param failure why there was no answer, if so
 */
record Answer(double millis, Optional<Exception> failure) {}
