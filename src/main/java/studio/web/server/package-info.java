/** What the environment says of the HTTP server: its address, its limits and the neighbours it trusts. */
@NullMarked
package studio.web.server;

import org.jspecify.annotations.NullMarked;
