/** What every answer shares: problems, request ids, security headers and the page's routes. */
@NullMarked
package studio.web;

import org.jspecify.annotations.NullMarked;
