/** What surrounds the program: container files, manifests, dashboards, workflows. They cannot be run here, so they are read. */
@NullMarked
package studio.deploy;

import org.jspecify.annotations.NullMarked;
