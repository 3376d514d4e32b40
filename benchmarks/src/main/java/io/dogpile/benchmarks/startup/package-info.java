/** How long applications take to start. */
@NullMarked
package io.dogpile.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
