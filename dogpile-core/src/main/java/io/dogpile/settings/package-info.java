/**
 * Named settings from configuration files: relaxed names, string coercion, and errors that say what to do.
 */
@NullMarked
package io.dogpile.settings;

import org.jspecify.annotations.NullMarked;
