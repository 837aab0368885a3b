/** Checks of an installation, and what asks for them: the doctor page, health and readiness. */
@NullMarked
package studio.diagnosis;

import org.jspecify.annotations.NullMarked;
