/**
 * Annotations for methods whose results are kept in regions, beside those of Spring, and the keys that they make. Needs
 * no Spring Boot.
 */
@NullMarked
package io.dogpile.spring.annotation;

import org.jspecify.annotations.NullMarked;
