package studio.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.Client;
import studio.testing.Contract;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

/** The types that a client makes of the API's description are those of the answers. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ApiSchemasTest extends SignedInScene {
    private Contract contract;

    @BeforeEach
    void readTheContract() throws Exception {
        contract = new Contract(client.get("/q/openapi?format=json").body());
    }

    @Test
    void namesAndPropertiesAreThoseOfTheApiAlone() {
        Set<String> wrong = new TreeSet<>();
        contract.schemas().properties().forEach(schema -> {
            String name = schema.getKey();
            if (!name.matches("[A-Z][A-Za-z]*")
                    || Set.of("JsonNode", "Config", "Result", "Model").contains(name)) {
                wrong.add(name);
            }
            schema.getValue().path("properties").forEach(property -> {
                if (property.has("$ref") && property.size() > 1) {
                    wrong.add(name + " says more beside a reference: " + property);
                }
            });
            if (schema.getValue().toString().contains("writeOnly")) {
                wrong.add(name + " has what only the server reads");
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(contract.schemas().has("HttpServerRequest")).isFalse();
        assertThat(contract.schemas().path("GalleryEntry").path("properties").has("hasThumbnail"))
                .isFalse();
        assertThat(contract.schemas()
                        .path("JsonObject")
                        .path("additionalProperties")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatMayBeAbsentIsNotRequiredAndWhatMayBeNullSaysSo() {
        assertThat(required("TaskView"))
                .contains("id", "status", "stage", "createdAt", "mayBeBilled", "attempts", "payload")
                .doesNotContain("requestId", "error", "position", "result", "shortfall");
        assertThat(required("Problem")).containsExactlyInAnyOrder("type", "title", "status", "code", "message");
        assertThat(contract.schemas()
                        .path("Problem")
                        .path("additionalProperties")
                        .asBoolean())
                .isTrue();
        assertThat(required("GalleryEntry"))
                .contains("imagePath", "thumbnailPath")
                .doesNotContain("previewPath");
        assertThat(required("DayUsage")).contains("day", "calls", "cost");
        assertThat(required("GalleryPage")).contains("nextCursor");
        assertThat(contract.schemas()
                        .at("/GalleryPage/properties/nextCursor/type")
                        .toString())
                .isEqualTo("[\"string\",\"null\"]");
        assertThat(contract.schemas()
                        .at("/ModelCapabilities/properties/price/anyOf/1/type")
                        .asText())
                .isEqualTo("null");
        assertThat(required("ApiConfigInput")).isEmpty();
        assertThat(required("LoginRequest")).containsExactly("password");
    }

    @Test
    void answersAreAsDescribed() throws Exception {
        assertAsDescribed("GET", "/api/session", "/api/session", null);
        assertAsDescribed("GET", "/api/api-configs", "/api/api-configs", null);
        assertAsDescribed("POST", "/api/api-configs/{id}/test", "/api/api-configs/sandbox/test", "");
        assertAsDescribed("GET", "/api/api-configs/{id}/models", "/api/api-configs/sandbox/models", null);
        assertAsDescribed("GET", "/api/models/capabilities", "/api/models/capabilities", null);
        assertAsDescribed("POST", "/api/templates", "/api/templates", "{\"title\":\"t\",\"prompt\":\"p\"}");
        assertAsDescribed("GET", "/api/templates", "/api/templates", null);
        assertAsDescribed("GET", "/api/logs", "/api/logs", null);

        JsonNode made = assertAsDescribed(
                "POST", "/api/generate", "/api/generate", "{\"prompt\":\"hills\",\"imageSize\":\"512\",\"n\":2}");
        assertAsDescribed(
                "GET",
                "/api/generate/task/{id}",
                "/api/generate/task/" + made.path("taskId").asText(),
                null);
        assertAsDescribed("GET", "/api/tasks", "/api/tasks", null);
        assertAsDescribed("GET", "/api/gallery", "/api/gallery?limit=1", null);
        assertAsDescribed("GET", "/api/gallery", "/api/gallery", null);
        assertAsDescribed("GET", "/api/usage", "/api/usage", null);
    }

    @Test
    void failuresAreAsDescribed() throws Exception {
        assertAsDescribed("GET", "/api/generate/task/{id}", "/api/generate/task/none", null);
        assertAsDescribed("POST", "/api/api-configs", "/api/api-configs", "{\"id\":\"x\"}");
        assertAsDescribed("POST", "/api/generate", "/api/generate", "{\"prompt\":\"hills\",\"n\":3.5}");
        JsonNode refused =
                assertAsDescribed("POST", "/api/generate", "/api/generate", "{\"prompt\":\"[refuse] hills\"}");
        assertAsDescribed(
                "GET",
                "/api/generate/task/{id}",
                "/api/generate/task/" + refused.path("taskId").asText(),
                null);
    }

    @Test
    void eventsAreAsDescribed() throws Exception {
        try (BufferedReader all = client.stream("/api/tasks/events")) {
            List<JsonNode> events = new ArrayList<>();
            Client.Event first = Client.next(all);
            assertThat(first.name()).isEqualTo("ready");
            events.add(first.data());
            String id = client.create("{\"prompt\":\"sea\",\"imageSize\":\"512\"}");
            Client.Event next;
            do {
                next = Client.next(all);
                events.add(next.data());
            } while (!next.name().equals("done")
                    || !next.data().path("id").asText().equals(id));
            assertThat(events).allSatisfy(event -> assertThat(contract.eventFaults("/api/tasks/events", event))
                    .isEmpty());
            assertThat(client.follow(id, null)).allSatisfy(event -> assertThat(
                            contract.eventFaults("/api/generate/task/{id}/events", event.data()))
                    .isEmpty());
        }
    }

    private JsonNode assertAsDescribed(String method, String path, String address, String body) throws Exception {
        Client.Answer answer = method.equals("GET") ? client.get(address) : client.post(address, body);
        assertThat(contract.faults(method, path, answer.status(), answer.body()))
                .as(method + " " + address + " " + answer.body())
                .isEmpty();
        return answer.body();
    }

    private List<String> required(String schema) {
        List<String> names = new ArrayList<>();
        contract.schemas().path(schema).path("required").forEach(name -> names.add(name.asText()));
        return names;
    }
}
