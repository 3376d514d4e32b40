/**
 * The dogpile lock: elects one creator per key and shares what it made. Knows nothing of caches.
 */
@NullMarked
package io.dogpile.lock;

import org.jspecify.annotations.NullMarked;
