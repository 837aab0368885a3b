/** The log that people read in the browser: a bounded ring over the log manager, without secrets. */
@NullMarked
package studio.log;

import org.jspecify.annotations.NullMarked;
