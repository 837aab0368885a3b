/** Where the process starts, and what is said of it as a whole: start-up line, the API's description. */
@NullMarked
package studio.app;

import org.jspecify.annotations.NullMarked;
