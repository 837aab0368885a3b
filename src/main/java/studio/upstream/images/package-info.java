/** The adapter for OpenAI's images form and the dialects of it that compatible providers speak. */
@NullMarked
package studio.upstream.images;

import org.jspecify.annotations.NullMarked;
