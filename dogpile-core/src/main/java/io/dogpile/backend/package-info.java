/**
 * What stores entries: the backend interface, its mutex, proxies that decorate a backend, and the registry that finds
 * backends by name.
 */
@NullMarked
package io.dogpile.backend;

import org.jspecify.annotations.NullMarked;
