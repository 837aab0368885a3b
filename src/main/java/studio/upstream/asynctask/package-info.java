/** Upstreams that take a call, answer with a task's id and are asked for the result later; and Alibaba's native form. */
@NullMarked
package studio.upstream.asynctask;

import org.jspecify.annotations.NullMarked;
