package studio.web.route;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Lets headers of a resource replace those that every answer carries; JAX-RS would add to them. */
@Singleton
class ResponseHeaders {

    @ServerResponseFilter
    void replace(ContainerResponseContext answer, RoutingContext routing) {
        MultiMap prepared = routing.response().headers();
        for (String name : answer.getHeaders().keySet()) {
            // A list, to which each layer adds what it looked at.
            if (!name.equalsIgnoreCase(HttpHeaders.VARY)) {
                prepared.remove(name);
            }
        }
    }
}
