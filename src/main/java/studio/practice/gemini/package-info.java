/** Google's Gemini API: generateContent and its list of models. */
@NullMarked
package studio.practice.gemini;

import org.jspecify.annotations.NullMarked;
