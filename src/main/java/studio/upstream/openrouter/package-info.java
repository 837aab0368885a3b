/** The adapter for OpenRouter's Image API: pictures, what its models can do and cost, and its account. */
@NullMarked
package studio.upstream.openrouter;

import org.jspecify.annotations.NullMarked;
