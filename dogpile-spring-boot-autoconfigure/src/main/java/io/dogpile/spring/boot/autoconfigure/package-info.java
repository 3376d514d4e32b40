/**
 * Binds the application's configuration to regions, and makes them beans and caches.
 */
@NullMarked
package io.dogpile.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
