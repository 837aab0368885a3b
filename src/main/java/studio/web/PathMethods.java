package studio.web;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.jspecify.annotations.Nullable;

/** Knows the methods of each path, for the {@code Allow} header that JAX-RS leaves out of its 405. */
@Singleton
class PathMethods {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}");

    /** The methods of each path, sorted, for example {@code GET, HEAD, OPTIONS}; null before the first request. */
    private volatile @Nullable Map<String, Set<String>> paths;

    /** A path without parameters is itself for all methods: without this {@code PATCH /gallery/trash} is about an entry with that id. */
    @ServerRequestFilter
    void refuse(RoutingContext routing) {
        Set<String> methods = paths().get(path(routing));
        if (methods != null && !methods.contains(routing.request().method().name())) {
            throw new NotAllowedException(Response.status(405).build());
        }
    }

    /** Those of a request's path; with parameters, of all paths that it may be. */
    Set<String> of(RoutingContext routing) {
        String path = path(routing);
        Set<String> methods = paths().get(path);
        return methods != null
                ? methods
                : paths().entrySet().stream()
                        .filter(entry -> path.matches(regex(entry.getKey())))
                        .flatMap(entry -> entry.getValue().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String path(RoutingContext routing) {
        String path = routing.normalizedPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private Map<String, Set<String>> paths() {
        Map<String, Set<String>> known = paths;
        if (known == null) {
            known = read();
            paths = known;
        }
        return known;
    }

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> paths = new HashMap<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                        Set<String> methods = paths.computeIfAbsent(template, path -> new TreeSet<>(Set.of("OPTIONS")));
                        methods.addAll("GET".equals(method) ? Set.of("GET", "HEAD") : Set.of(method));
                    }
                });
        return paths;
    }

    private static String regex(String template) {
        return Arrays.stream(PARAMETER.splitWithDelimiters(template, -1))
                .map(part -> !part.startsWith("{") ? Pattern.quote(part) : part.contains(":") ? ".+" : "[^/]+")
                .collect(Collectors.joining());
    }
}
