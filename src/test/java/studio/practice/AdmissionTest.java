package studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.SandboxKey;
import studio.settings.TestSettings;
import studio.testing.FreshFolders;
import studio.web.ProblemWriter;
import studio.web.server.HttpSettings;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class AdmissionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    SandboxKey key;

    @Inject
    ProblemWriter problems;

    @Inject
    Vertx vertx;

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"", "v1/models", "v1/chat/completions", "v1beta/models/x:generateContent", "files/a.b.png"})
    void whatIsSwitchedOffDoesNotExistEvenForWhoeverHasTheKey(String path) throws Exception {
        HttpSettings off = TestSettings.of(HttpSettings.class, Map.of("STUDIO_SANDBOX", "false"));
        Filters filters = new Filters();
        new Admission(off, key, problems).register(filters);
        Router router = Router.router(vertx);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(routing -> routing.response().end("{}"));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.actualPort() + "/sandbox/" + path))
                    .header("Authorization", "Bearer " + key.value())
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo("not_found");
        } finally {
            server.close();
        }
    }
}
