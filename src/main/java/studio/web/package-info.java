/** What every answer shares: problems, request ids, addresses, forms. */
@NullMarked
package studio.web;

import org.jspecify.annotations.NullMarked;
