/** The description of the running server: version, health, figures and limits. */
@NullMarked
package studio.diagnosis.service;

import org.jspecify.annotations.NullMarked;
