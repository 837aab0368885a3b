/** What the server tells of itself: version, health, figures and limits. */
@NullMarked
package studio.service;

import org.jspecify.annotations.NullMarked;
