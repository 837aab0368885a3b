package studio.upstream.asynctask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Dialects;
import studio.upstream.dialect.Providers;

/** Alibaba's native form on a real socket. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class DashScopeTest extends ProviderScene {
    private static final String PICTURE = "https://dashscope-result.oss.aliyuncs.com/a.png?Expires=1";
    private static final PictureOptions SIZED =
            new PictureOptions(null, null, "1536x1024", null, null, null, null, null, false, 0);

    private String endpoint() {
        return upstream.base().replace("/v1", "/api/v1");
    }

    private Connection connection(String dialect) {
        return TasksFixture.connection(endpoint(), Protocol.DASHSCOPE, dialect);
    }

    private Answer generate(String dialect, String model, int count, ImageRequest.Reference... pictures)
            throws Exception {
        return TasksFixture.dashScope(client, vertx)
                .generate(
                        TasksFixture.request(connection(dialect), model, count, SIZED, pictures),
                        new TaskExchange(folder.resolve("task"), Duration.ofSeconds(20)));
    }

    private static JsonNode json(UpstreamDouble.Request sent) throws Exception {
        return new ObjectMapper().readTree(sent.body());
    }

    @Test
    void aQwenPictureComesAtOnce() throws Exception {
        upstream.then(wire -> wire.json(
                200,
                "{\"output\":{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":[{\"image\":\""
                        + PICTURE + "\"}]}}]},\"usage\":{\"image_count\":1},\"request_id\":\"r-1\"}"));
        ImageRequest.Reference one = TasksFixture.reference(folder, 1);
        Answer answer = generate("auto", "qwen-image-2.0-pro", 1, one);
        assertThat(TasksFixture.addresses(answer)).containsExactly(PICTURE);
        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.target()).isEqualTo("/api/v1/services/aigc/multimodal-generation/generation");
        assertThat(sent.headers()).containsEntry("authorization", "Bearer ***").doesNotContainKey("x-dashscope-async");
        assertThat(json(sent).toString().replace(base64(png(1, 3_001)), "P1"))
                .isEqualTo("{\"model\":\"qwen-image-2.0-pro\",\"input\":{\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"image\":\"data:image/png;base64,P1\"},{\"text\":\"一只小船\"}]}]},"
                        + "\"parameters\":{\"size\":\"1536*1024\",\"watermark\":false,\"n\":1}}");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, wan2.6-t2i, /image-generation/generation, messages",
        "auto, wan2.2-t2i-flash, /text2image/image-synthesis, prompt",
        "auto, wan2.5-t2i-preview, /text2image/image-synthesis, prompt",
        "auto, wan2.5-i2i-preview, /image2image/image-synthesis, prompt",
        "dashscope-async, qwen-image-plus, /image-generation/generation, messages",
    })
    void aTaskIsAskedForUntilItHasSucceeded(String dialect, String model, String path, String input) throws Exception {
        upstream.then(
                wire -> wire.json(
                        200, "{\"output\":{\"task_status\":\"PENDING\",\"task_id\":\"d-1\"},\"request_id\":\"r\"}"),
                wire -> wire.json(200, "{\"output\":{\"task_status\":\"RUNNING\",\"task_id\":\"d-1\"}}"),
                wire -> wire.json(
                        200,
                        "{\"output\":{\"task_status\":\"SUCCEEDED\",\"task_id\":\"d-1\",\"results\":[{\"url\":\""
                                + PICTURE + "\"}]},\"usage\":{\"image_count\":1}}"));
        assertThat(TasksFixture.addresses(generate(dialect, model, 2))).containsExactly(PICTURE);
        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.target()).isEqualTo("/api/v1/services/aigc" + path);
        assertThat(sent.headers()).containsEntry("x-dashscope-async", "enable");
        assertThat(json(sent).path("input").has(input)).isTrue();
        assertThat(json(sent).at("/parameters/n").asInt()).isEqualTo(2);
        assertThat(upstream.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsOnlyOnce("/api/v1/services/aigc" + path)
                .last()
                .isEqualTo("/api/v1/tasks/d-1");
    }

    @Test
    void zImageIsNotAskedForANumberOfPictures() throws Exception {
        upstream.then(wire -> wire.json(
                200, "{\"output\":{\"choices\":[{\"message\":{\"content\":[{\"image\":\"" + PICTURE + "\"}]}}]}}"));
        assertThat(generate("auto", "z-image-turbo", 1).candidates()).hasSize(1);
        assertThat(json(upstream.requests().getFirst()).path("parameters").has("n"))
                .isFalse();
    }

    @Test
    void aTaskThatFailedIsNotBilledAndARefusedPromptIsCalledSo() throws Exception {
        String taken = "{\"output\":{\"task_status\":\"PENDING\",\"task_id\":\"d-1\"}}";
        upstream.then(
                wire -> wire.json(200, taken),
                wire -> wire.json(
                        200,
                        "{\"output\":{\"task_status\":\"FAILED\",\"task_id\":\"d-1\",\"code\":\"InternalError.Timeout\",\"message\":\"late\"}}"));
        UpstreamException failed =
                catchThrowableOfType(UpstreamException.class, () -> generate("auto", "wan2.6-t2i", 1));
        assertThat(failed.code()).isEqualTo("failed_unbilled");
        assertThat(failed.upstreamMessage()).isEqualTo("late");
        assertThat(failed.mayBeBilled()).isFalse();
    }

    @Test
    void aRefusedPromptIsCalledSo() throws Exception {
        upstream.then(
                wire -> wire.json(200, "{\"output\":{\"task_status\":\"PENDING\",\"task_id\":\"d-1\"}}"),
                wire -> wire.json(
                        200,
                        "{\"output\":{\"task_status\":\"FAILED\",\"code\":\"DataInspectionFailed\",\"message\":\"inappropriate\"}}"));
        UpstreamException refused =
                catchThrowableOfType(UpstreamException.class, () -> generate("auto", "wan2.6-t2i", 1));
        assertThat(refused.code()).isEqualTo("prompt_blocked");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aCancelIsToldToTheUpstream() throws Exception {
        TaskExchange exchange = new TaskExchange(folder.resolve("task"), Duration.ofSeconds(20));
        upstream.then(
                wire -> wire.json(200, "{\"output\":{\"task_status\":\"PENDING\",\"task_id\":\"d-1\"}}"),
                wire -> {
                    exchange.cancel();
                    wire.json(200, "{\"output\":{\"task_status\":\"PENDING\",\"task_id\":\"d-1\"}}");
                },
                wire -> wire.json(200, "{\"request_id\":\"r\"}"));
        UpstreamException canceled =
                catchThrowableOfType(UpstreamException.class, () -> TasksFixture.dashScope(client, vertx)
                        .generate(TasksFixture.request(connection("auto"), "wan2.6-t2i", 1, SIZED), exchange));
        assertThat(canceled.code()).isEqualTo("canceled");
        assertThat(upstream.requests())
                .extracting(sent -> sent.method() + " " + sent.target())
                .last()
                .isEqualTo("POST /api/v1/tasks/d-1/cancel");
    }

    @Test
    void theConnectionIsTriedWithAFreeQuestionAndTheKnownModelsAreShown() {
        upstream.then(wire -> wire.json(200, "{\"output\":{\"task_status\":\"UNKNOWN\"}}"));
        TaskProvider dashScope = TasksFixture.dashScope(client, vertx);
        ConnectionCheck check = dashScope.check(connection("auto"), "wan9");
        assertThat(check.modelKnown()).isNull();
        assertThat(dashScope.models(connection("auto"))).allMatch(model -> model.supportsImages());
        assertThat(upstream.posts()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "https://dashscope.aliyuncs.com, DASHSCOPE",
        "https://dashscope-intl.aliyuncs.com/api/v1, DASHSCOPE",
        "https://ws-1.cn-beijing.maas.aliyuncs.com, DASHSCOPE",
        "https://dashscope.aliyuncs.com/api/v1/services/aigc/multimodal-generation/generation, DASHSCOPE",
        "https://dashscope.aliyuncs.com/compatible-mode/v1, OPENAI_IMAGES",
        "https://ws-1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1/images/generations, OPENAI_IMAGES",
        "https://api.bfl.ai, ASYNC_TASKS",
        "https://api.eu1.bfl.ai/v1, ASYNC_TASKS",
        "https://api.apimart.ai/v1, ASYNC_TASKS",
        "https://relay.example/v1, OPENAI_CHAT",
    })
    void theFormFollowsFromTheAddress(String endpoint, Protocol expected) {
        assertThat(providers.guess(URI.create(endpoint), "auto", "some-model")).isEqualTo(expected);
        assertThat(providers.guess(URI.create("https://relay.example/v1/images/generations/async"), "sub2api", "m"))
                .isEqualTo(Protocol.ASYNC_TASKS);
    }

    @Inject
    Providers providers;

    @Test
    void everyAddressOfTheNativeFormIsUnderstood() {
        for (String typed : new String[] {
            "https://dashscope.aliyuncs.com",
            "https://dashscope.aliyuncs.com/api/v1/",
            "https://dashscope.aliyuncs.com/api/v1/services/aigc/text2image/image-synthesis",
            "https://dashscope.aliyuncs.com/api/v1/tasks"
        }) {
            Connection connection = TasksFixture.connection(typed, Protocol.DASHSCOPE, "auto");
            var dialect = new Dialects().of(connection);
            assertThat(new TaskAddresses(connection, dialect)
                            .submit(dialect.submission("z-image-turbo"), "z-image-turbo", false))
                    .hasToString(
                            "https://dashscope.aliyuncs.com/api/v1/services/aigc/multimodal-generation/generation");
        }
    }
}
