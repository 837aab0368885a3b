/** The file {@code app.config.json}: loaded, checked, watched and atomically saved; references to secrets. */
@NullMarked
package studio.config;

import org.jspecify.annotations.NullMarked;
