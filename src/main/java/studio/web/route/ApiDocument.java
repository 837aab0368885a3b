package studio.web.route;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.web.BasePath;
import studio.web.Failures;
import studio.web.ProblemWriter;

/**
 * The API's own description, as it stands in {@code docs}: the tests make it of the code, so that no server has to. As YAML, or as
 * JSON by {@code ?format=json} or the {@code Accept} header.
 */
@Singleton
class ApiDocument {
    static final String PATH = "/q/openapi";

    private final BasePath base;
    private final ProblemWriter problems;

    ApiDocument(BasePath base, ProblemWriter problems) {
        this.base = base;
        this.problems = problems;
    }

    void handle(RoutingContext routing) {
        HttpMethod method = routing.request().method();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            problems.write(routing, Failures.ofStatus(405).withHeader("Allow", "GET, HEAD"));
            return;
        }
        boolean json =
                isJson(routing.request().getParam("format"), routing.request().getHeader("Accept"));
        routing.response()
                .putHeader("Content-Type", json ? "application/json;charset=UTF-8" : "application/yaml;charset=UTF-8");
        // With compression on, Quarkus marks answers "identity" until a handler decides.
        routing.response().headers().remove("Content-Encoding");
        routing.response()
                .end(
                        json
                                ? document("json", "{", "\"servers\":[{\"url\":\"%s\"}],")
                                : document("yaml", "---\n", "servers:\n- url: %s\n"));
    }

    private static boolean isJson(@Nullable String format, @Nullable String accepted) {
        String chosen = format == null ? accepted : format;
        return chosen != null && chosen.toLowerCase(Locale.ROOT).contains("json");
    }

    /** @param servers what follows the document's beginning where the API has a path of its own */
    private String document(String format, String beginning, String servers) {
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/openapi." + format))) {
            String built = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return base.isEmpty()
                    ? built
                    : beginning + servers.formatted(base.of("")) + built.substring(beginning.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
