/** Taking pictures from elsewhere into the gallery: a folder, a ZIP, or what the earlier server kept. */
@NullMarked
package studio.intake;

import org.jspecify.annotations.NullMarked;
