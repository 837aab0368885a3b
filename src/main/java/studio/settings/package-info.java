/** The environment's values, checked once at start; a leaf that every package may use. */
@NullMarked
package studio.settings;

import org.jspecify.annotations.NullMarked;
