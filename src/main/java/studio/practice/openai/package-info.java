/** OpenAI's Images API: generations and edits. */
@NullMarked
package studio.practice.openai;

import org.jspecify.annotations.NullMarked;
