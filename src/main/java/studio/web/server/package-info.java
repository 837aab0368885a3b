/** The settings of the HTTP server: its address, its limits and the proxies it trusts. */
@NullMarked
package studio.web.server;

import org.jspecify.annotations.NullMarked;
