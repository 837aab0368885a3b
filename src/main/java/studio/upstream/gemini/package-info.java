/** The adapter for Google's own form, {@code generateContent}: the Gemini API, Vertex AI and compatible relays. */
@NullMarked
package studio.upstream.gemini;

import org.jspecify.annotations.NullMarked;
