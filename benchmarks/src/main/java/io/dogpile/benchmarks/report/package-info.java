/** Writes what was measured as a page with charts. */
@NullMarked
package io.dogpile.benchmarks.report;

import org.jspecify.annotations.NullMarked;
