/**
 * Regions as caches of Spring's cache abstraction. Needs no Spring Boot.
 */
@NullMarked
package io.dogpile.spring.cache;

import org.jspecify.annotations.NullMarked;
