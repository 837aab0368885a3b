/** What other people's upstreams and relays answer, and what the studio makes of it. */
@NullMarked
package studio.cases;

import org.jspecify.annotations.NullMarked;
