/** What each image model accepts; drives validation and the form. */
@NullMarked
package studio.model;

import org.jspecify.annotations.NullMarked;
