/** Which connections are let in, and how long they may be idle. */
@NullMarked
package studio.web.connection;

import org.jspecify.annotations.NullMarked;
