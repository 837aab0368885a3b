/** JSON whose strings may be pictures: parsed as a stream, with long strings put into files. */
@NullMarked
package studio.json;

import org.jspecify.annotations.NullMarked;
