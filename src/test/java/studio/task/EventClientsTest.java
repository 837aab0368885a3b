package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.NodeScripts;

/** The event streams as clients understand them that others wrote. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class EventClientsTest {
    @TestHTTPResource
    URI root;

    @Test
    void theyHearEverythingComeBackWithoutLossAndStopAtTheEnd() throws Exception {
        String base = root.toString().replaceAll("/$", "");
        JsonNode heard;
        try (Client client = new Client(base, FreshFolders.PASSWORD)) {
            heard = NodeScripts.run(
                    "events.mjs", Map.of("STUDIO_URL", base, "STUDIO_TOKEN", client.token()), Duration.ofMinutes(2));
        }
        for (String client : List.of("current", "older")) {
            assertHeard(texts(heard.at("/" + client + "/heard")), "done");
            assertThat(heard.at("/" + client + "/lastEventId").asText())
                    .as(client)
                    .isNotEmpty();
            assertThat(texts(heard.path(client + "One")))
                    .as(client)
                    .contains("done")
                    .doesNotContain("error");
        }
        assertHeard(texts(heard.path("refused")), "error");

        List<String> ids = heard.path("resumed").findValuesAsText("id");
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids.stream().map(Long::valueOf)).isSorted();
        assertThat(heard.path("resumed").findValuesAsText("event"))
                .startsWith("status")
                .endsWith("done");
    }

    /** States that follow each other closely are one event, so a quick end may come first. */
    private static void assertHeard(List<String> events, String end) {
        assertThat(events)
                .startsWith("ready")
                .endsWith(end)
                .isSubsetOf("ready", "status", end)
                .doesNotHaveDuplicates();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
