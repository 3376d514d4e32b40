/** What callers of several processes wait for a value that is missing or expires, and how often it is created. */
@NullMarked
package io.dogpile.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
