package studio.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import studio.proof.ApiOperations.Operation;
import studio.proof.ApiOperations.Parameter;
import studio.testing.Mutations;

/**
 * Requests to the operations of an OpenAPI document: about half of their parts are as the document says, the rest is what
 * people, scripts and attackers send instead.
 */
final class ApiRequests {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    /** What is right for one model or upstream and wrong for another. */
    private static final Set<String> DEPENDING = Set.of(
            "quality",
            "outputFormat",
            "outputCompression",
            "background",
            "moderation",
            "partialImages",
            "mask",
            "size",
            "n",
            "dialect");

    static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
    private static final int DEEPEST = 6;

    private static final List<Charset> ENCODINGS = Stream.of(
                    "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "X-UTF-32LE-BOM", "GB18030")
            .map(Charset::forName)
            .toList();

    /** What breaks programs that trust their callers. */
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "null",
            "0",
            "-1",
            "9223372036854775808",
            "1e309",
            "NaN",
            "true",
            "../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e/",
            "%00",
            "\u0000",
            "a\r\nX-Injected: 1",
            "'; DROP TABLE task; --",
            "\" OR \"\"=\"",
            "*",
            "%",
            "(",
            "\\",
            "NEAR(",
            "\"unclosed",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "file:///etc/passwd",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::1]:22/",
            "gopher://x",
            "data:image/png;base64,AAAA",
            "data:image/png;base64,!!!!",
            "upload:" + "0".repeat(64),
            "gallery:nothing",
            "env:HOME",
            "\uFEFFx",
            "\u202Etxt.exe",
            "👩‍👩‍👧‍👦",
            "ﷺ",
            "灯塔",
            "\uD800",
            "x".repeat(3000));

    /**
     * A request ready to be sent.
     *
     * @param signed whether it carries a session
     */
    @SuppressWarnings("ArrayRecordComponent") // looked at once
    record Request(
            Operation operation, String target, Map<String, String> headers, byte[] body, boolean signed, long seed) {
        @Override
        public String toString() {
            String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", ".");
            return operation.method() + " " + target + (signed ? " " : " unsigned ") + headers + " "
                    + text.substring(0, Math.min(300, text.length())) + " (" + body.length + " bytes, seed " + seed
                    + ")";
        }
    }

    /** What a request is drawn from; a careful one is as the document says in all its parts. */
    private static final class Draw extends Random {
        private static final long serialVersionUID = 1;
        private final boolean careful;

        Draw(long seed) {
            // Java's generator gives neighbouring seeds nearly the same first numbers.
            super(seed * 0x9E3779B97F4A7C15L);
            careful = nextBoolean();
        }

        /** One in so many, when not careful. */
        boolean slip(int oneIn) {
            return !careful && nextInt(oneIn) == 0;
        }
    }

    private final ApiOperations document;
    private final List<Operation> operations;
    private volatile Map<String, List<String>> known = Map.of();

    ApiRequests(ApiOperations document, List<Operation> operations) {
        this.document = document;
        this.operations = operations;
    }

    /** @param values that mean something to the server, by the name of the parameter or field */
    void know(Map<String, List<String>> values) {
        known = values;
    }

    /** Without end; the same in every run of this number. */
    static LongStream seeds(long run) {
        return new SplittableRandom(run).longs();
    }

    /** The same seed gives the same request, so that a failure can be looked at again. */
    Request of(long seed) {
        Draw random = new Draw(seed);
        Operation operation = operations.get(random.nextInt(operations.size()));
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            String value = parameterValue(random, operation, parameter);
            switch (parameter.in()) {
                case "path" -> path = path.replace("{" + parameter.name() + "}", pathPart(value));
                case "query" -> {
                    if (random.nextInt(3) == 0) {
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(encoded(parameter.name()))
                                .append('=')
                                .append(encoded(value));
                    }
                }
                default -> {
                    if (random.nextInt(3) > 0) {
                        headers.put(parameter.name(), headerValue(value));
                    }
                }
            }
        }
        path = path.replaceAll("\\{[^}]*}", pathPart(nasty(random)));
        byte[] body = new byte[0];
        if (!operation.bodies().isEmpty() || random.slip(20)) {
            body = body(random, operation, headers);
        }
        if (random.slip(6)) {
            headers.put("Accept-Language", headerValue(nasty(random)));
        }
        return new Request(operation, path + query, headers, body, random.nextInt(12) > 0, seed);
    }

    private byte[] body(Draw random, Operation operation, Map<String, String> headers) {
        List<String> types = new ArrayList<>(operation.bodies().keySet());
        String type = types.isEmpty() ? "application/json" : types.get(random.nextInt(types.size()));
        headers.put("Content-Type", type.contains("*") ? "image/png" : type);
        if (random.slip(25)) {
            headers.put(
                    "Content-Type",
                    List.of("text/plain", "application/xml", "multipart/form-data; boundary=x", "image/png", "x/y")
                            .get(random.nextInt(5)));
        }
        if (random.careful && type.startsWith("image/")) {
            return PNG;
        }
        JsonNode schema = operation.bodies().getOrDefault(type, JSON.objectNode());
        return switch (random.careful ? 9 : random.nextInt(11)) {
            case 10 -> encoded(value(random, schema, "body", 0), random);
            case 0 -> junk(random);
            case 1 -> nested(random).getBytes(StandardCharsets.UTF_8);
            case 2, 3 -> Mutations.of(bytes(random, value(random, schema, "body", 0)), random);
            case 4 -> bytes(random, someJson(random, 0));
            default -> bytes(random, value(random, schema, "body", 0));
        };
    }

    /** As most programs write it, or with escapes, which alone can name half a surrogate pair. */
    private static byte[] bytes(Draw random, JsonNode json) {
        try {
            String text = random.nextInt(3) == 0 ? ESCAPING.writeValueAsString(json) : json.toString();
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    /** In another encoding than JSON has, whole or damaged. */
    private static byte[] encoded(JsonNode json, Draw random) {
        byte[] bytes = json.toString().getBytes(ENCODINGS.get(random.nextInt(ENCODINGS.size())));
        return random.nextBoolean() ? bytes : Mutations.of(bytes, random);
    }

    private static byte[] junk(Draw random) {
        byte[] junk = new byte[random.nextInt(2000)];
        random.nextBytes(junk);
        return junk;
    }

    private static String nested(Draw random) {
        int depth = List.of(10, 500, 5_000, 100_000).get(random.nextInt(4));
        return (random.nextBoolean() ? "[" : "{\"a\":").repeat(depth);
    }

    private String parameterValue(Draw random, Operation operation, Parameter parameter) {
        String kind = operation.path().split("/", 4)[2];
        List<String> meaningful =
                known.getOrDefault(kind + "." + parameter.name(), known.getOrDefault(parameter.name(), List.of()));
        if (!meaningful.isEmpty() && (random.careful || random.nextInt(5) < 3)) {
            return meaningful.get(random.nextInt(meaningful.size()));
        }
        JsonNode value = value(random, parameter.schema(), parameter.name(), DEEPEST - 1);
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** Mostly what the schema says. */
    private JsonNode value(Draw random, JsonNode asked, String name, int depth) {
        if (depth > DEEPEST || random.slip(8)) {
            return someJson(random, depth);
        }
        JsonNode schema = chosen(random, document.resolved(asked));
        JsonNode choice = schema.path("enum");
        if (choice.size() > 0) {
            return choice.get(random.nextInt(choice.size()));
        }
        JsonNode type = schema.path("type");
        String kind = type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText();
        List<String> meaningful = known.getOrDefault(name, List.of());
        if (kind.equals("string") && !meaningful.isEmpty() && (random.careful || random.nextInt(4) < 3)) {
            return JSON.textNode(meaningful.get(random.nextInt(meaningful.size())));
        }
        return switch (kind) {
            case "integer" -> JSON.numberNode(number(random, schema));
            case "number" -> JSON.numberNode(number(random, schema) * random.nextDouble());
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "array" -> {
                var list = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, schema.path("items"), name, depth + 1));
                }
                yield list;
            }
            case "string" -> JSON.textNode(text(random));
            default -> {
                ObjectNode object = JSON.objectNode();
                Set<String> required = new HashSet<>();
                schema.path("required").forEach(each -> required.add(each.asText()));
                schema.path("properties").properties().forEach(property -> {
                    boolean needed = required.contains(property.getKey());
                    if (random.careful && !needed && DEPENDING.contains(property.getKey())) {
                        return;
                    }
                    if (random.careful ? needed || random.nextBoolean() : random.nextInt(3) > 0) {
                        object.set(property.getKey(), value(random, property.getValue(), property.getKey(), depth + 1));
                    }
                });
                if (random.slip(6)) {
                    object.set(text(random), someJson(random, depth + 1));
                }
                yield object;
            }
        };
    }

    private JsonNode chosen(Draw random, JsonNode schema) {
        for (String word : List.of("oneOf", "anyOf", "allOf")) {
            JsonNode choice = schema.path(word);
            if (choice.size() > 0) {
                return document.resolved(choice.get(random.nextInt(choice.size())));
            }
        }
        return schema;
    }

    private static JsonNode someJson(Draw random, int depth) {
        return switch (random.nextInt(depth > DEEPEST ? 5 : 7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(number(random));
            case 3 -> JSON.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(300)));
            case 4 -> JSON.textNode(text(random));
            case 5 -> {
                var list = JSON.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(someJson(random, depth + 1));
                }
                yield list;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), someJson(random, depth + 1));
                }
                yield object;
            }
        };
    }

    private static long number(Draw random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(5);
            case 1 -> random.nextInt(5000);
            case 2 -> -random.nextInt(5000);
            default -> random.nextLong();
        };
    }

    private static long number(Draw random, JsonNode schema) {
        if (!random.careful) {
            return number(random);
        }
        long least = schema.path("minimum").asLong(1);
        return least
                + random.nextLong(
                        Math.max(1, Math.min(100, schema.path("maximum").asLong(100) - least + 1)));
    }

    private static String text(Draw random) {
        if (random.careful) {
            return List.of("lake", "a calm lake", "灯塔", "2026-11-01", "blue").get(random.nextInt(5));
        }
        return random.nextInt(3) == 0
                ? nasty(random)
                : random.ints(random.nextInt(20), 0x20, random.nextBoolean() ? 0x7f : 0x1ffff)
                        .filter(Character::isDefined)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
    }

    private static String nasty(Draw random) {
        return NASTY.get(random.nextInt(NASTY.size()));
    }

    private static String pathPart(String value) {
        return value.isEmpty() ? "-" : encoded(value).replace("+", "%20");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** As a client may send it at all. */
    private static String headerValue(String value) {
        return value.codePoints()
                .filter(c -> c >= 0x20 && c < 0x7f)
                .limit(500)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
