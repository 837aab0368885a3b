/** Prompt templates that people keep and share. */
@NullMarked
package studio.template;

import org.jspecify.annotations.NullMarked;
