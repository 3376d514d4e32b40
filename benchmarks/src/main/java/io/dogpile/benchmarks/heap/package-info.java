/** How much memory entries take. */
@NullMarked
package io.dogpile.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
