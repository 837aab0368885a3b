package studio.upstream.asynctask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamDouble.Script;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Dialects;

/** Submitting once and asking until the picture is there, on a real socket. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class AsyncTasksTest extends ProviderScene {
    private static final String TAKEN = "{\"task_id\":\"t-1\",\"status\":\"queued\"}";
    private static final String WORKING = "{\"id\":\"t-1\",\"status\":\"in_progress\",\"progress\":40}";

    private static String done() {
        return "{\"id\":\"t-1\",\"status\":\"completed\",\"data\":[{\"b64_json\":\"" + base64(PNG) + "\"}]}";
    }

    private Connection relay() {
        return TasksFixture.connection(upstream.base(), Protocol.ASYNC_TASKS, "tasks");
    }

    private TaskExchange exchange(Duration limit) throws IOException {
        return new TaskExchange(folder.resolve("task"), limit);
    }

    private Answer generate(Connection connection, String model) throws IOException {
        return TasksFixture.tasks(client, vertx)
                .generate(
                        TasksFixture.request(connection, model, 1, PictureOptions.NONE),
                        exchange(Duration.ofSeconds(20)));
    }

    private UpstreamException fails(Duration limit, Script... scripts) throws IOException {
        upstream.then(scripts);
        UpstreamException failure =
                catchThrowableOfType(UpstreamException.class, () -> TasksFixture.tasks(client, vertx)
                        .generate(TasksFixture.request(relay(), "m", 1, PictureOptions.NONE), exchange(limit)));
        assertThat(failure).as("a failure").isNotNull();
        return failure;
    }

    private List<String> asked() {
        return upstream.requests().stream()
                .map(sent -> sent.method() + " " + sent.target())
                .toList();
    }

    private static JsonNode json(UpstreamDouble.Request sent) throws IOException {
        return new ObjectMapper().readTree(sent.body());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("task"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void aCallIsSubmittedOnceAndItsIdIsKeptBeforeTheFirstQuestion() throws Exception {
        upstream.then(wire -> wire.json(202, TAKEN), wire -> wire.json(200, WORKING), wire -> wire.json(200, done()));
        TaskExchange exchange = exchange(Duration.ofSeconds(20));
        Answer answer = TasksFixture.tasks(client, vertx)
                .generate(TasksFixture.request(relay(), "flux", 2, PictureOptions.of("16:9", null)), exchange);

        assertThat(answer.candidates()).hasSize(1);
        assertThat(Files.readAllBytes(
                        ((Answer.StoredPicture) answer.candidates().getFirst()).file()))
                .isEqualTo(PNG);
        assertThat(answer.details().requestId()).isEqualTo("t-1");
        assertThat(asked()).containsExactly("POST /v1/images/generations", "GET /v1/tasks/t-1", "GET /v1/tasks/t-1");
        assertThat(exchange.events).containsExactly("starts 1", "answer 202 null", "submitted t-1", "answer 202 t-1");
        assertThat(json(upstream.requests().getFirst()))
                .hasToString("{\"model\":\"flux\",\"prompt\":\"一只小船\",\"n\":2,\"aspect_ratio\":\"16:9\"}");
        assertThat(upstream.requests().get(1).headers()).containsEntry("authorization", "Bearer ***");
        assertThat(files()).hasSize(1);
    }

    @Test
    void aTicketIsEnoughToGoOnAskingAndNothingIsSubmittedForIt() throws Exception {
        upstream.then(wire -> wire.json(200, WORKING), wire -> wire.json(200, done()));
        Ticket ticket = new Ticket("t-1", null, Protocol.ASYNC_TASKS, "tasks", java.time.Instant.now());
        TaskExchange exchange = exchange(Duration.ofSeconds(20));
        Answer answer = TasksFixture.tasks(client, vertx).resume(relay(), ticket, exchange);
        assertThat(answer.candidates()).hasSize(1);
        assertThat(upstream.posts()).isZero();
        assertThat(exchange.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':200,'data':[{'status':'submitted','task_id':'t-1'}]}",
                "{'code':'success','data':{'task_id':'t-1','status':'NOT_START'}}",
                "{'id':'t-1','object':'image.task','status':'queued'}",
                "{'taskId':'t-1'}",
                "{'code':200,'msg':'success','data':{'taskId':'t-1'}}",
                "{'data':'t-1','code':'success'}",
                "{'output':{'task_id':'t-1','task_status':'PENDING'}}"
            })
    void anIdIsFoundWhereRelaysPutIt(String taken) throws Exception {
        upstream.then(wire -> wire.json(200, taken.replace('\'', '"')), wire -> wire.json(200, done()));
        assertThat(generate(relay(), "m").candidates()).hasSize(1);
        assertThat(asked()).last().isEqualTo("GET /v1/tasks/t-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status':'completed','data':[{'url':'U'}]}",
                "{'status':'succeeded','result':{'sample':'U'}}",
                "{'status':'Ready','result':{'sample':'U'}}",
                "{'output':{'task_status':'SUCCEEDED','results':[{'url':'U'}]}}",
                "{'code':200,'data':{'id':'t-1','status':'completed','result':{'images':[{'url':['U'],'expires_at':1}]}}}",
                "{'code':'success','data':{'task_id':'t-1','status':'succeeded','data':{'data':[{'url':'U'}]}}}"
            })
    void aPictureIsFoundWhereRelaysPutIt(String answer) throws Exception {
        String url = upstream.base() + "/made.png";
        upstream.then(
                wire -> wire.json(200, TAKEN),
                wire -> wire.json(200, answer.replace('\'', '"').replace("U", url)));
        assertThat(TasksFixture.addresses(generate(relay(), "m"))).containsExactly(url);
    }

    @Test
    void aRelayThatAnswersAtOnceIsUnderstoodToo() throws Exception {
        upstream.then(wire -> wire.json(200, done().replace("\"completed\"", "\"succeeded\"")));
        assertThat(generate(relay(), "m").candidates()).hasSize(1);
        assertThat(asked()).containsExactly("POST /v1/images/generations");
    }

    @Test
    void whateverGoesWrongWithAQuestionIsFollowedByAnother() throws Exception {
        upstream.then(
                wire -> wire.json(200, TAKEN),
                wire -> wire.json(500, "{}"),
                wire -> wire.json(429, "{}", "Retry-After: 0"),
                UpstreamDouble.Wire::reset,
                wire -> wire.answer(200, "text/html", "<html>busy</html>".getBytes(StandardCharsets.UTF_8)),
                wire -> wire.json(200, "{\"status\":\"in_prog"),
                wire -> wire.json(200, "{\"status\":\"somewhere\"}"),
                wire -> wire.json(401, "{\"error\":{\"message\":\"once\"}}"),
                wire -> wire.json(404, "{}"),
                wire -> wire.json(200, done()));
        assertThat(generate(relay(), "m").candidates()).hasSize(1);
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aPreviewOnTheWayIsNoResult() throws Exception {
        upstream.then(
                wire -> wire.json(200, TAKEN),
                wire -> wire.json(
                        200, "{\"status\":\"Pending\",\"preview\":{\"image\":\"" + base64(png(2, 9_000)) + "\"}}"),
                wire -> wire.json(200, done()));
        Answer answer = generate(relay(), "m");
        assertThat(answer.candidates()).hasSize(1);
        assertThat(files()).as("the preview is gone").hasSize(1);
    }

    @Test
    void timeThatIsOverWhileTheUpstreamWorksLeavesTheTicketGood() throws Exception {
        UpstreamException failure =
                fails(Duration.ofMillis(600), wire -> wire.json(200, TAKEN), wire -> wire.json(200, WORKING));
        assertThat(failure.code()).isEqualTo("result_pending");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.mayBeBilled()).isTrue();
        assertThat(failure.requestId()).isEqualTo("t-1");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsRefusedLaterLeavesTheTicketGoodAndIsSaid() throws Exception {
        UpstreamException failure = fails(
                Duration.ofSeconds(20),
                wire -> wire.json(200, TAKEN),
                wire -> wire.json(401, "{\"error\":{\"message\":\"key expired\"}}"));
        assertThat(failure.code()).isEqualTo("result_pending");
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.upstreamMessage()).isEqualTo("key expired");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'status':'failed','error':{'code':'boom','message':'out of memory'}} | upstream_error | out of memory",
                "{'data':{'status':'FAILURE','fail_reason':'out of memory'}} | upstream_error | out of memory",
                "{'status':'error','error':'out of memory'} | upstream_error | out of memory",
                "{'status':'failed','error':{'code':'content_policy_violation','message':'no'}} | prompt_blocked | no",
                "{'status':'Request Moderated','details':{}} | prompt_blocked |",
                "{'status':'Content Moderated'} | image_blocked |",
            })
    void aTaskThatTheUpstreamGaveUpSaysWhy(String said, String code, String words) throws Exception {
        UpstreamException failure = fails(
                Duration.ofSeconds(20), wire -> wire.json(200, TAKEN), wire -> wire.json(200, said.replace('\'', '"')));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.mayBeBilled()).isTrue();
        if (words != null) {
            assertThat(failure.upstreamMessage()).isEqualTo(words);
        }
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 {}", "410 {}", "200 {\"status\":\"Task not found\"}", "200 {\"state\":\"expired\"}"})
    void aTaskThatNobodyKnowsAnyMoreIsExpired(String said) throws Exception {
        UpstreamException failure = fails(
                Duration.ofSeconds(20),
                wire -> wire.json(200, TAKEN),
                wire -> wire.json(Integer.parseInt(said.substring(0, 3)), said.substring(4)));
        assertThat(failure.code()).isEqualTo("result_expired");
        assertThat(failure.mayBeBilled()).isTrue();
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutAnIdIsNeverSentAgain() throws Exception {
        UpstreamException failure =
                fails(Duration.ofSeconds(20), wire -> wire.json(200, "{\"status\":\"queued\",\"message\":\"soon\"}"));
        assertThat(failure.mayBeBilled()).isTrue();
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aTaskThatIsDoneWithoutAPictureIsNotAskedForEver() throws Exception {
        UpstreamException failure = fails(
                Duration.ofSeconds(20),
                wire -> wire.json(200, TAKEN),
                wire -> wire.json(200, "{\"status\":\"completed\",\"data\":[]}"));
        assertThat(failure.code()).isEqualTo("no_image");
        assertThat(failure.mayBeBilled()).isTrue();
        assertThat(upstream.requests()).hasSizeBetween(3, 5);
    }

    @Test
    void aCancelEndsTheAskingAtOnce() throws Exception {
        TaskExchange exchange = exchange(Duration.ofSeconds(20));
        upstream.then(wire -> wire.json(200, TAKEN), wire -> {
            exchange.cancel();
            wire.json(200, WORKING);
        });
        UpstreamException failure =
                catchThrowableOfType(UpstreamException.class, () -> TasksFixture.tasks(client, vertx)
                        .generate(TasksFixture.request(relay(), "m", 1, PictureOptions.NONE), exchange));
        assertThat(failure.code()).isEqualTo("canceled");
        assertThat(failure.mayBeBilled()).isTrue();
    }

    @Test
    void blackForestLabsGetsItsKeyItsPathAndItsReferencesAndIsAskedWhereItSays() throws Exception {
        Connection bfl = TasksFixture.connection(upstream.base(), Protocol.ASYNC_TASKS, "bfl");
        ImageRequest.Reference one = TasksFixture.reference(folder, 1);
        ImageRequest.Reference two = TasksFixture.reference(folder, 2);
        upstream.then(
                wire -> wire.json(
                        200, "{\"id\":\"b-7\",\"polling_url\":\"" + upstream.base() + "/get_result?id=b-7&x=1\"}"),
                wire -> wire.json(200, "{\"id\":\"b-7\",\"status\":\"Pending\",\"result\":null}"),
                wire -> wire.json(
                        200,
                        "{\"id\":\"b-7\",\"status\":\"Ready\",\"result\":{\"sample\":\"https://delivery.bfl.ai/r/a.jpeg?sig=1\",\"seed\":3}}"));
        Answer answer = TasksFixture.tasks(client, vertx)
                .generate(
                        TasksFixture.request(bfl, "flux-2-pro", 1, PictureOptions.of("16:9", null), one, two),
                        exchange(Duration.ofSeconds(20)));
        assertThat(TasksFixture.addresses(answer)).containsExactly("https://delivery.bfl.ai/r/a.jpeg?sig=1");
        assertThat(asked())
                .containsExactly(
                        "POST /v1/flux-2-pro", "GET /v1/get_result?id=b-7&x=1", "GET /v1/get_result?id=b-7&x=1");
        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.headers()).containsEntry("x-key", KEY).doesNotContainKey("authorization");
        assertThat(json(sent).path("model").isMissingNode()).isTrue();
        assertThat(json(sent).path("aspect_ratio").asText()).isEqualTo("16:9");
        assertThat(json(sent).path("input_image").asText()).isEqualTo(base64(png(1, 3_001)));
        assertThat(json(sent).path("input_image_2").asText()).isEqualTo(base64(png(2, 3_002)));
    }

    @Test
    void theKeyNeverGoesToAnAddressOfSomebodyElse() throws Exception {
        Connection bfl = TasksFixture.connection(upstream.base(), Protocol.ASYNC_TASKS, "bfl");
        upstream.then(
                wire -> wire.json(200, "{\"id\":\"b-7\",\"polling_url\":\"http://evil.example/get?id=b-7\"}"),
                wire -> wire.json(
                        200, "{\"status\":\"Ready\",\"result\":{\"sample\":\"https://delivery.bfl.ai/a.png\"}}"));
        assertThat(generate(bfl, "flux-3-image").candidates()).hasSize(1);
        assertThat(asked()).containsExactly("POST /v1/flux-3-image", "GET /v1/get_result?id=b-7");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.bfl.ai, bfl, https://api.bfl.ai/v1/flux-2-pro",
        "https://api.bfl.ai/v1, bfl, https://api.bfl.ai/v1/flux-2-pro",
        "https://api.bfl.ai/v1/flux-kontext-pro, bfl, https://api.bfl.ai/v1/flux-2-pro",
        "https://relay.example, tasks, https://relay.example/v1/images/generations",
        "https://relay.example/v1/images/generations, tasks, https://relay.example/v1/images/generations",
        "https://relay.example/v1/images/generations/async, sub2api, https://relay.example/v1/images/generations/async",
    })
    void theEndpointMayBeTypedInAnyOfItsForms(String endpoint, String dialect, String expected) {
        Connection connection = TasksFixture.connection(endpoint, Protocol.ASYNC_TASKS, dialect);
        var found = new Dialects().of(connection);
        assertThat(new TaskAddresses(connection, found).submit(found.submission("flux-2-pro"), "flux-2-pro", false))
                .hasToString(expected);
    }
}
