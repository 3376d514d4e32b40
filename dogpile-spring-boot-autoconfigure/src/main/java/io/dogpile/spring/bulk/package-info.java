/**
 * Runs methods that are annotated with {@link io.dogpile.spring.annotation.CacheMultiOnArguments}. Needs no Spring Boot.
 */
@NullMarked
package io.dogpile.spring.bulk;

import org.jspecify.annotations.NullMarked;
