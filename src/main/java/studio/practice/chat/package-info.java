/** Chat completions with pictures, as OpenRouter and many relays speak them. */
@NullMarked
package studio.practice.chat;

import org.jspecify.annotations.NullMarked;
