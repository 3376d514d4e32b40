/**
 * The backend {@code dogpile.cache.redis}: entries, locks and invalidations in Redis, in dogpile.cache's format. The
 * algorithm stands behind a port of a few commands, {@link io.dogpile.redis.RedisCommands}.
 */
@NullMarked
package io.dogpile.redis;

import org.jspecify.annotations.NullMarked;
