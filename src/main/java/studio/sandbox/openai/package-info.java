/** OpenAI's Images API: generations and edits. */
@NullMarked
package studio.sandbox.openai;

import org.jspecify.annotations.NullMarked;
