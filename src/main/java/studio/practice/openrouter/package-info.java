/** OpenRouter's Image API and its list of image models. */
@NullMarked
package studio.practice.openrouter;

import org.jspecify.annotations.NullMarked;
