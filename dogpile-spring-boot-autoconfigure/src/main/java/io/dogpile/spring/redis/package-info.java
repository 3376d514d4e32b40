/** Regions on the Redis connection of a Spring application. */
@NullMarked
package io.dogpile.spring.redis;

import org.jspecify.annotations.NullMarked;
