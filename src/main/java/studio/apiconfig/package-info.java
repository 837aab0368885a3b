/** API configs, the connections to upstreams: which endpoint, which model, which key. */
@NullMarked
package studio.apiconfig;

import org.jspecify.annotations.NullMarked;
