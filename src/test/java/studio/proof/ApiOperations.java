package studio.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The operations that an OpenAPI document names. */
final class ApiOperations {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    /**
     * @param in path, query or header
     * @param schema without a reference
     */
    record Parameter(String name, String in, JsonNode schema) {}

    /** @param bodies the schemas of its request by content type; none when it has no body */
    record Operation(String method, String path, List<Parameter> parameters, Map<String, JsonNode> bodies) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final JsonNode document;

    ApiOperations(JsonNode document) {
        this.document = document;
    }

    List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.forEach(method -> {
                    JsonNode operation = path.getValue().path(method);
                    if (!operation.isMissingNode()) {
                        all.add(operation(method, path.getKey(), path.getValue(), operation));
                    }
                }));
        return all;
    }

    private Operation operation(String method, String path, JsonNode item, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode from : List.of(item, operation)) {
            from.path("parameters").forEach(each -> {
                JsonNode parameter = resolved(each);
                parameters.add(new Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText(),
                        resolved(parameter.path("schema"))));
            });
        }
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        resolved(operation.path("requestBody"))
                .path("content")
                .properties()
                .forEach(content ->
                        bodies.put(content.getKey(), resolved(content.getValue().path("schema"))));
        return new Operation(method.toUpperCase(Locale.ROOT), path, parameters, bodies);
    }

    /** What a reference stands for; the node itself when it is none. */
    JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            found = document.at(found.path("$ref").asText().substring(1));
        }
        return found;
    }
}
