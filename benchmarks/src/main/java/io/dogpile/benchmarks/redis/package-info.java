/** What a hit in Redis costs. */
@NullMarked
package io.dogpile.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
