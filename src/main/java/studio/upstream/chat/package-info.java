/** The adapter for chat completions with pictures: OpenRouter and compatible relays. */
@NullMarked
package studio.upstream.chat;

import org.jspecify.annotations.NullMarked;
