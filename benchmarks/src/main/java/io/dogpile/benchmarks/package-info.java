/** What dogpile costs and saves beside other caches. */
@NullMarked
package io.dogpile.benchmarks;

import org.jspecify.annotations.NullMarked;
