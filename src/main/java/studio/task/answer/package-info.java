/** What a call has sent and received, as it lies in the folder of its task until its pictures are in the gallery. */
@NullMarked
package studio.task.answer;

import org.jspecify.annotations.NullMarked;
