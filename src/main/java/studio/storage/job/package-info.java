/** Jobs that come again, and turns that instances take: what is done once, however many processes share a database. */
@NullMarked
package studio.storage.job;

import org.jspecify.annotations.NullMarked;
