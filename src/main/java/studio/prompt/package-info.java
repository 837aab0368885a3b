/** What people wrote: prompts that were sent, and drafts that were not. */
@NullMarked
package studio.prompt;

import org.jspecify.annotations.NullMarked;
