/**
 * Values to bytes and back, for backends that do not keep objects.
 */
@NullMarked
package io.dogpile.codec;

import org.jspecify.annotations.NullMarked;
