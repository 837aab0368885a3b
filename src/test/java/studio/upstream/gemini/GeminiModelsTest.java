package studio.upstream.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamDouble.Script;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.FailureCode;
import studio.upstream.ProviderScene;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;

/** The list of models, and what a check of a connection finds out with it. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class GeminiModelsTest extends ProviderScene {
    private static final String ONE_MODEL = "{\"models\":[{\"name\":\"models/a-image\"}]}";
    private static final String NOT_FOUND = "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\",\"message\":\"m\"}}";

    private Connection connection() {
        return GeminiFixture.connection(upstream.base());
    }

    private List<UpstreamModel> models() {
        return GeminiFixture.provider(client, vertx, 0).models(connection());
    }

    private ConnectionCheck check(Connection connection) {
        return GeminiFixture.provider(client, vertx, 0).check(connection, "a-image");
    }

    private FailureCode failedCheck(Connection connection) {
        return catchThrowableOfType(UpstreamException.class, () -> check(connection))
                .failure();
    }

    private static Script json(int status, String body) {
        return wire -> wire.json(status, body);
    }

    private static Script page(int status) {
        return wire ->
                wire.answer(status, "text/html", "<html><title>Hi</title></html>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void thoseThatMakePicturesComeFirst() {
        upstream.then(json(200, """
                        {"models":[{"name":"models/gemini-3-flash","displayName":"Flash","supportedGenerationMethods":["generateContent"]},
                         {"name":"models/imagen-4.0-generate-001","supportedGenerationMethods":["predict"]},
                         {"name":"models/gemini-3-pro-image","displayName":"Nano Banana Pro","description":"d","version":"3",
                          "supportedGenerationMethods":["generateContent","countTokens"],"inputTokenLimit":65536},
                         {"name":"models/image-embedding","supportedGenerationMethods":["embedContent"]},{"name":""}],
                         "nextPageToken":"p 2"}"""), json(200, "{\"models\":[{\"name\":\"nano-banana-pro-preview\"}]}"));

        List<UpstreamModel> models = models();

        assertThat(models)
                .extracting(UpstreamModel::id)
                .containsExactly(
                        "gemini-3-pro-image",
                        "nano-banana-pro-preview",
                        "gemini-3-flash",
                        "imagen-4.0-generate-001",
                        "image-embedding");
        assertThat(models).extracting(UpstreamModel::supportsImages).containsExactly(true, true, false, false, false);
        assertThat(models.getFirst().name()).isEqualTo("Nano Banana Pro");
        assertThat(models.getFirst().description()).isEqualTo("d");
        assertThat(models.getFirst().upstream())
                .containsOnlyKeys("supportedGenerationMethods", "version", "inputTokenLimit");
        assertThat(upstream.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsExactly("/v1beta/models?pageSize=1000", "/v1beta/models?pageSize=1000&pageToken=p%202");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "\" \"", "7"})
    void aTokenThatIsNoneEndsTheList(String token) {
        upstream.then(json(200, "{\"models\":[{\"name\":\"models/m\"}],\"nextPageToken\":" + token + "}"));
        assertThat(models()).hasSize(1);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void aRepeatedTokenEndsTheList() {
        upstream.then(json(200, "{\"models\":[{\"name\":\"models/m\"}],\"nextPageToken\":\"again\"}"));
        assertThat(models()).hasSize(1);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void tokensWithoutEndAreFollowedForTwentyPages() {
        AtomicInteger page = new AtomicInteger();
        upstream.then(wire -> {
            int n = page.incrementAndGet();
            wire.json(200, "{\"models\":[{\"name\":\"models/m" + n + "\"}],\"nextPageToken\":\"t" + n + "\"}");
        });
        assertThat(models()).hasSize(20);
        assertThat(upstream.requests()).hasSize(20);
    }

    @Test
    void listsOfVertexAndOfRelaysAreReadToo() {
        upstream.then(
                json(200, "{\"publisherModels\":[{\"name\":\"publishers/google/models/a-image\"}]}"),
                json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"b-image\",\"object\":\"model\"}]}"),
                json(200, "{}"));
        assertThat(models()).extracting(UpstreamModel::id).containsExactly("a-image");
        assertThat(models()).extracting(UpstreamModel::id).containsExactly("b-image");
        assertThat(models()).isEmpty();
    }

    @Test
    void aModelThatIsThereIsKnown() {
        upstream.then(json(200, "{\"name\":\"models/a-image\"}"), json(200, ONE_MODEL));
        assertThat(check(connection())).isEqualTo(new ConnectionCheck(1, 1, true, List.of(), null));
        assertThat(upstream.posts()).isZero();
        assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1beta/models/a-image");
    }

    @Test
    void aModelThatCanBeAskedForWithoutAListIsKnown() {
        upstream.then(json(200, "{\"name\":\"models/a-image\"}"), json(404, NOT_FOUND));
        assertThat(check(connection())).isEqualTo(new ConnectionCheck(1, 1, true, List.of(), null));
    }

    @Test
    void aModelThatIsOnlyListedIsKnown() {
        upstream.then(page(404), json(200, ONE_MODEL));
        assertThat(check(connection()).modelKnown()).isTrue();
    }

    @Test
    void aModelThatIsNotThereIsToldApartFromAnApiThatIsNot() {
        upstream.then(json(404, NOT_FOUND), json(200, "{\"models\":[{\"name\":\"models/b-image\"}]}"));
        assertThat(check(connection())).isEqualTo(new ConnectionCheck(1, 1, false, List.of("b-image"), null));

        upstream.then(json(404, NOT_FOUND));
        assertThat(failedCheck(connection())).isEqualTo(FailureCode.WRONG_PATH);
        upstream.then(page(404));
        assertThat(failedCheck(connection())).isEqualTo(FailureCode.WRONG_PATH);
        upstream.then(page(200));
        assertThat(failedCheck(connection())).isEqualTo(FailureCode.WRONG_PATH);
        upstream.then(json(200, "{\"message\":\"welcome\"}"));
        assertThat(failedCheck(connection())).isEqualTo(FailureCode.WRONG_PATH);
    }

    @Test
    void whatIsWrongWithAConnectionHasItsName() {
        upstream.then(json(400, "{\"error\":{\"code\":400,\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}"));
        assertThat(failedCheck(connection())).isEqualTo(FailureCode.BAD_KEY);
        assertThat(failedCheck(GeminiFixture.connection("https://127.0.0.1:" + upstream.port())))
                .isEqualTo(FailureCode.TLS_FAILED);
        assertThat(failedCheck(GeminiFixture.connection("http://127.0.0.1:1"))).isEqualTo(FailureCode.UNREACHABLE);
    }
}
