/**
 * Meters and observations of regions, with Micrometer. Needs no Spring Boot.
 */
@NullMarked
package io.dogpile.spring.observability;

import org.jspecify.annotations.NullMarked;
