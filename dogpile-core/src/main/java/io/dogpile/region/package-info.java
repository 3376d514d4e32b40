/**
 * Regions, the front door: a named bundle of a backend, an expiration time and policies, with dogpile.cache's verbs.
 */
@NullMarked
package io.dogpile.region;

import org.jspecify.annotations.NullMarked;
