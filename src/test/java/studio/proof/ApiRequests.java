package studio.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Requests as {@code docs/openapi.yaml} describes them, and as it does not: values of the named types, values of other types,
 * texts that break parsers, missing and unknown fields, bodies that are no JSON.
 */
final class ApiRequests {
    /** What ends the session that the others need, and what keeps quiet on purpose. */
    private static final Set<String> LEFT_OUT = Set.of("POST /api/logout", "POST /api/login", "GET /api/doctor/wait");

    private static final int DEEPEST = 4;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** @param path with its parameters filled in and encoded, the query behind it */
    record Call(String method, String path, String type, String body) {}

    private record Operation(String method, String path, List<JsonNode> parameters, JsonNode body) {}

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();

    ApiRequests(Path openApi) throws IOException {
        document = new YAMLMapper().readTree(openApi.toFile());
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String name = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                if (!LEFT_OUT.contains(name)) {
                    List<JsonNode> parameters = new ArrayList<>();
                    path.getValue().path("parameters").forEach(parameters::add);
                    method.getValue().path("parameters").forEach(parameters::add);
                    JsonNode body = method.getValue()
                            .path("requestBody")
                            .path("content")
                            .path("application/json");
                    operations.add(new Operation(name.split(" ")[0], path.getKey(), parameters, body.path("schema")));
                }
            }
        }
    }

    Arbitrary<Call> calls() {
        return Arbitraries.of(operations).flatMap(this::calls);
    }

    private Arbitrary<Call> calls(Operation operation) {
        Arbitrary<String> path = Arbitraries.just(operation.path());
        Arbitrary<String> query = Arbitraries.just("");
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            Arbitrary<String> value = parameterValues(parameter.path("schema"));
            switch (parameter.path("in").asText()) {
                case "path" ->
                    path = Combinators.combine(path, value)
                            .as((p, v) -> p.replace("{" + name + "}", v.isEmpty() ? "-" : encoded(v)));
                case "query" ->
                    query = Combinators.combine(query, value.optional(0.4))
                            .as((q, v) -> v.map(given -> q + "&" + name + "=" + encoded(given))
                                    .orElse(q));
                default -> {}
            }
        }
        Arbitrary<String> body = operation.body().isMissingNode() ? Arbitraries.just("") : bodies(operation.body());
        Arbitrary<String> type = Arbitraries.frequency(
                Tuple.of(12, "application/json"),
                Tuple.of(1, "text/plain"),
                Tuple.of(1, "multipart/form-data; boundary=x"),
                Tuple.of(1, "application/json; charset=utf-16"));
        return Combinators.combine(path, query, type, body)
                .as((p, q, t, b) -> new Call(operation.method(), p + (q.isEmpty() ? "" : "?" + q.substring(1)), t, b));
    }

    private Arbitrary<String> bodies(JsonNode schema) {
        Arbitrary<String> json = values(schema, 0).map(JsonNode::toString);
        Arbitrary<String> cut = json.map(text -> text.substring(0, text.length() / 2));
        Arbitrary<String> other =
                Arbitraries.of("", "null", "[]", "{", "\"\"", "1e999", "{\"a\":".repeat(3000), "\u0000", "{}{}");
        return Arbitraries.frequencyOf(Tuple.of(10, json), Tuple.of(1, cut), Tuple.of(1, other));
    }

    private Arbitrary<JsonNode> values(JsonNode given, int depth) {
        JsonNode schema = resolved(given);
        Arbitrary<JsonNode> right =
                switch (schema.path("type").isArray()
                        ? schema.path("type").get(0).asText()
                        : schema.path("type").asText()) {
                    case "object" -> objects(schema, depth);
                    case "array" ->
                        values(schema.path("items"), depth + 1)
                                .list()
                                .ofMaxSize(depth >= DEEPEST ? 1 : 3)
                                .map(items -> NODES.arrayNode().addAll(items));
                    case "integer", "number" -> numbers();
                    case "boolean" -> Arbitraries.of(true, false).map(NODES::booleanNode);
                    default -> texts(schema).map(NODES::textNode);
                };
        return Arbitraries.frequencyOf(Tuple.of(9, right), Tuple.of(1, anything()));
    }

    private Arbitrary<JsonNode> objects(JsonNode schema, int depth) {
        Arbitrary<ObjectNode> object = Arbitraries.create(NODES::objectNode);
        if (depth < DEEPEST) {
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                Arbitrary<JsonNode> value = values(property.getValue(), depth + 1);
                object = Combinators.combine(object, value.optional(0.7)).as((o, v) -> {
                    ObjectNode copy = o.deepCopy();
                    v.ifPresent(node -> copy.set(property.getKey(), node));
                    return copy;
                });
            }
        }
        return Combinators.combine(object, anything().optional(0.05)).as((o, unknown) -> {
            ObjectNode copy = o.deepCopy();
            unknown.ifPresent(node -> copy.set("unknown", node));
            return copy;
        });
    }

    private Arbitrary<JsonNode> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(-2, 10).map(NODES::numberNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.doubles().map(NODES::numberNode),
                Arbitraries.bigIntegers().map(NODES::numberNode));
    }

    private Arbitrary<JsonNode> anything() {
        return Arbitraries.oneOf(
                Arbitraries.of(NODES.nullNode(), NODES.objectNode(), NODES.arrayNode(), NODES.booleanNode(true)),
                numbers(),
                texts(NODES.objectNode()).map(NODES::textNode));
    }

    private Arbitrary<String> parameterValues(JsonNode given) {
        JsonNode schema = resolved(given);
        Arbitrary<String> right =
                switch (schema.path("type").asText()) {
                    case "integer", "number" ->
                        Arbitraries.integers().between(-1, 300).map(String::valueOf);
                    case "boolean" -> Arbitraries.of("true", "false");
                    default -> texts(schema);
                };
        return Arbitraries.frequencyOf(Tuple.of(2, right), Tuple.of(1, texts(NODES.objectNode())));
    }

    private static Arbitrary<String> texts(JsonNode schema) {
        List<String> known = new ArrayList<>(List.of(
                "practice",
                "sandbox",
                "double",
                "sandbox-sketch",
                "a lake",
                "一只猫",
                "1:1",
                "2K",
                "png",
                "2026-11-25",
                "2026-11-25T10:00:00Z",
                "../../etc/passwd",
                "%2e%2e%2f",
                "..\\..\\x",
                "a\u0000b",
                "\ud800",
                "😀".repeat(50),
                "' OR 1=1 --",
                "\"",
                "*",
                "NEAR(",
                "<script>",
                "${jndi:ldap://x}",
                "-1",
                "0x7f",
                "99999999999999999999",
                "NaN",
                "\r\nX-Injected: 1",
                "file:///etc/passwd",
                "http://169.254.169.254/latest/meta-data",
                "data:image/png;base64,iVBORw0KGgo=",
                "data:image/svg+xml,<svg/>",
                "gallery:none",
                "x".repeat(5000)));
        schema.path("enum").forEach(value -> known.add(value.asText()));
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(known)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode found = schema;
        for (int steps = 0; steps < 10; steps++) {
            if (found.has("$ref")) {
                found = document.at(found.path("$ref").asText().substring(1));
            } else if (found.has("allOf")) {
                found = found.path("allOf").get(0);
            } else if (found.has("anyOf")) {
                found = found.path("anyOf").get(0);
            } else if (found.has("oneOf")) {
                found = found.path("oneOf").get(0);
            } else {
                break;
            }
        }
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
