/** Server-sent events: streams with a bounded queue for each reader. */
@NullMarked
package studio.web.event;

import org.jspecify.annotations.NullMarked;
