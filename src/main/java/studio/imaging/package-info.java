/** Reading, shrinking and labelling pictures. */
@NullMarked
package studio.imaging;

import org.jspecify.annotations.NullMarked;
