package studio.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The API's own description, held against what the server really answers. */
public final class Contract {
    private final JsonNode document;

    /** @param document the OpenAPI document as JSON */
    public Contract(JsonNode document) {
        this.document = document;
    }

    public JsonNode schemas() {
        return document.path("components").path("schemas");
    }

    /** What is wrong with an answer; empty when it is as described. */
    public List<String> faults(String method, String path, int status, JsonNode answer) {
        JsonNode responses = document.path("paths")
                .path(path)
                .path(method.toLowerCase(java.util.Locale.ROOT))
                .path("responses");
        JsonNode response =
                resolve(responses.has("" + status) ? responses.path("" + status) : responses.path("default"));
        JsonNode schema = response.path("content").path("application/json").path("schema");
        return schema.isMissingNode()
                ? List.of(method + " " + path + ": no schema for " + status)
                : faults(schema, answer);
    }

    /** The same of the data of an event. */
    public List<String> eventFaults(String path, JsonNode data) {
        return faults(
                document.at(
                        "/paths/" + path.replace("/", "~1") + "/get/responses/200/content/text~1event-stream/schema"),
                data);
    }

    public List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", faults);
        return faults;
    }

    private void check(JsonNode written, JsonNode value, String at, List<String> faults) {
        JsonNode schema = resolve(written);
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.has(choice)) {
                if (!anyFits(schema.path(choice), value)) {
                    faults.add(at + ": fits none of " + schema.path(choice));
                }
                return;
            }
        }
        if (schema.has("type") && !typeFits(schema.path("type"), value)) {
            faults.add(at + ": is " + value.getNodeType() + ", described as " + schema.path("type"));
        } else if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            faults.add(at + ": " + value + " is none of " + schema.path("enum"));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), at + "[" + i + "]", faults);
            }
        } else if (value.isObject()) {
            checkObject(schema, value, at, faults);
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String at, List<String> faults) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                faults.add(at + ": lacks " + required.asText());
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String place = at + "." + member.getKey();
            if (schema.path("properties").has(member.getKey())) {
                check(schema.path("properties").path(member.getKey()), member.getValue(), place, faults);
            } else if (schema.path("additionalProperties").isObject()) {
                check(schema.path("additionalProperties"), member.getValue(), place, faults);
            } else if (!schema.path("additionalProperties").asBoolean(!schema.has("properties"))) {
                faults.add(place + ": is not described");
            }
        }
    }

    private boolean anyFits(JsonNode schemas, JsonNode value) {
        for (JsonNode schema : schemas) {
            if (faults(schema, value).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private static boolean typeFits(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            for (JsonNode type : types) {
                if (typeFits(type, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (types.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
