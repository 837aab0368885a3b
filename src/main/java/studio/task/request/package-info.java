/** Reads what is asked for: the request's fields, its reference pictures, and whether the model can do it. */
@NullMarked
package studio.task.request;

import org.jspecify.annotations.NullMarked;
