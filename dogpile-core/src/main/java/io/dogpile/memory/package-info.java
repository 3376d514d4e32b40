/**
 * Backends that keep entries in this JVM, on Caffeine.
 */
@NullMarked
package io.dogpile.memory;

import org.jspecify.annotations.NullMarked;
