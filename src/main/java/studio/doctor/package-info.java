/** What may be wrong with an installation, found out and said with what to do about it. */
@NullMarked
package studio.doctor;

import org.jspecify.annotations.NullMarked;
