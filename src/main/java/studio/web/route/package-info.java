/** What happens to a request before and after the features: addresses, headers, limits of bodies, the page's routes. */
@NullMarked
package studio.web.route;

import org.jspecify.annotations.NullMarked;
