/**
 * Tools for tests of regions: a clock that is moved by hand, threads that start together, gates to hold a creator at.
 */
package io.dogpile.testing;
