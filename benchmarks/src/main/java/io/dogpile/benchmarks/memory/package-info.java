/** What a hit in this JVM's memory costs. */
@NullMarked
package io.dogpile.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
