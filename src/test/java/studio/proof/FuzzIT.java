package studio.proof;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import studio.files.Sha256;
import studio.proof.ApiOperations.Operation;
import studio.testing.Client;
import studio.testing.Contract;

/**
 * Every operation that the server's own OpenAPI document names, with what the document says and with everything else: whatever
 * comes, the answer comes soon, is as the document describes it, is no 5xx of ours, says what was wrong, and gives nothing to
 * strangers.
 *
 * <p>{@code -Dfuzz.tries} says how many. The requests are the same in every run, so that a change is judged by what it changed;
 * {@code -Dfuzz.run} with any number gives others, and {@code -Dfuzz.seed} repeats the request that a failure names.
 */
class FuzzIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** A test may not sit in front of a request that waits by design, nor end its own session. */
    private static final Set<String> LEFT_OUT = Set.of("GET /api/doctor/wait", "POST /api/logout");

    private static final Set<String> OPEN = Set.of("POST /api/login");
    /** What the upstream of an API config did: its address may be any by now. */
    private static final Set<String> TELL_OF_UPSTREAMS =
            Set.of("POST /api/generate", "GET /api/api-configs/{id}/models");

    private static PackagedServer server;
    private static HttpClient http;
    private static ApiRequests requests;
    private static Contract contract;
    /** Of the picture that careful uploads send. */
    private static final String UPLOAD = sha256(ApiRequests.PNG);

    private static final int LIVELY = 200;
    private static final long TRIES = 2000;
    private static final Map<String, TreeMap<Integer, Integer>> ANSWERS = new TreeMap<>();

    @BeforeAll
    static void start() throws Exception {
        server = new PackagedServer("fuzz", "http://127.0.0.1:9/v1").flag("-Xmx256m");
        server.with("SYNC_WAIT_MS", "2000").with("UPSTREAM_RETRIES", "0").with("MAX_CONCURRENT_TASKS", "2");
        server.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Client client = server.client();
        JsonNode document = client.get("/q/openapi?format=json").body();
        contract = new Contract(document);
        ApiOperations operations = new ApiOperations(document);
        List<Operation> all = operations.all().stream()
                .filter(operation -> !LEFT_OUT.contains(operation.toString()))
                .toList();
        assertThat(all).hasSizeGreaterThan(50);
        requests = new ApiRequests(operations, all);
        becomeLively();
    }

    /** Now and then anew, since requests delete what there is. */
    private static void becomeLively() throws IOException, InterruptedException {
        Client client = server.client();
        put(
                client,
                "api-configs",
                "sandbox",
                ",\"endpoint\":\"" + server.base()
                        + "/sandbox/v1\",\"model\":\"sandbox-painter\",\"apiKey\":\"sandbox:\"");
        put(
                client,
                "api-configs",
                "double",
                ",\"endpoint\":\"http://127.0.0.1:9/v1\",\"model\":\"m\",\"apiKey\":\"k\"");
        put(client, "templates", "poster", ",\"title\":\"Poster\",\"prompt\":\"a poster\"");
        List<String> entries = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String prompt : List.of("a lighthouse", "灯塔")) {
            Client.Answer created = client.post(
                    "/api/generate/task",
                    "{\"configId\":\"sandbox\",\"imageSize\":\"512\",\"prompt\":\"" + prompt + "\"}");
            if (created.status() == 202) {
                JsonNode done = client.end(created.body().path("taskId").asText());
                JsonNode entry = done.path("result").path("galleryEntry");
                tasks.add(done.path("id").asText());
                entries.add(entry.path("id").asText());
                files.add(entry.path("imagePath").asText().replaceAll(".*/", ""));
            }
        }
        if (!entries.isEmpty()) {
            requests.know(known(entries, tasks, files));
        }
    }

    private static String sha256(byte[] bytes) {
        MessageDigest digest = Sha256.start();
        digest.update(bytes);
        return Sha256.hex(digest);
    }

    private static void put(Client client, String kind, String id, String fields)
            throws IOException, InterruptedException {
        client.post("/api/" + kind, "{\"id\":\"" + id + "\",\"label\":\"" + id + "\"" + fields + "}");
    }

    /** What there is to be asked for. */
    private static Map<String, List<String>> known(List<String> entries, List<String> tasks, List<String> files) {
        return Map.ofEntries(
                entry("gallery.id", entries),
                entry("generate.id", tasks),
                entry("api-configs.id", List.of("sandbox", "double")),
                entry("templates.id", List.of("poster")),
                entry("ids", entries),
                entry("name", files),
                entry("configId", List.of("sandbox", "double")),
                entry("imageSize", List.of("512")),
                entry("model", List.of("sandbox-painter")),
                entry("images", List.of("gallery:" + entries.getFirst())),
                entry("endpoint", List.of("http://127.0.0.1:9/v1")),
                entry("size", List.of("1024x1024")),
                entry("aspectRatio", List.of("1:1")),
                entry("protocol", List.of("openai-chat")),
                entry("budgetDaily", List.of("2.50")),
                entry("budgetMonthly", List.of("20")),
                entry("sha256", List.of(UPLOAD)),
                entry("before", tasks),
                entry("password", List.of("wrong")));
    }

    @AfterAll
    static void stop() throws Exception {
        ANSWERS.forEach((operation, statuses) -> System.out.println(operation + " " + statuses));
        http.close();
        server.close();
    }

    @Test
    void whateverIsSentIsAnswered() throws Exception {
        Long one = Long.getLong("fuzz.seed");
        LongStream seeds = one == null
                ? ApiRequests.seeds(Long.getLong("fuzz.run", 0)).limit(Long.getLong("fuzz.tries", TRIES))
                : LongStream.of(one);
        int sent = 0;
        for (PrimitiveIterator.OfLong each = seeds.iterator(); each.hasNext(); ) {
            if (++sent % LIVELY == 0) {
                becomeLively();
            }
            ApiRequests.Request request = requests.of(each.nextLong());
            try {
                send(request);
            } catch (Exception e) {
                // A failed assertion names the request itself.
                throw new AssertionError(request.toString(), e);
            }
        }
        assertThat(sent).isPositive();
    }

    private static void send(ApiRequests.Request request) throws Exception {
        HttpRequest.Builder wire = HttpRequest.newBuilder(URI.create(server.base() + request.target()))
                .timeout(LIMIT)
                .method(
                        request.operation().method(),
                        request.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(wire::setHeader);
        if (request.signed()) {
            wire.setHeader("Authorization", "Bearer " + server.client().token());
        }
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(wire.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            fail("%s: %s", request, e);
            return;
        }
        try (InputStream in = answer.body()) {
            boolean stream =
                    answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
            check(request, answer, stream ? "" : new String(in.readNBytes(40 << 20), StandardCharsets.UTF_8));
        }
    }

    private static void check(ApiRequests.Request request, HttpResponse<?> answer, String body) throws IOException {
        int status = answer.statusCode();
        String operation = request.operation().toString();
        ANSWERS.computeIfAbsent(operation, o -> new TreeMap<>()).merge(status, 1, Integer::sum);
        String what = request + " -> " + status + " " + body.substring(0, Math.min(500, body.length()));
        if (!request.signed() && !OPEN.contains(operation)) {
            assertThat(status).as(what).isIn(400, 401, 404, 405, 413, 414, 415);
        }
        boolean ofUpstream =
                TELL_OF_UPSTREAMS.contains(operation) && Set.of(502, 504).contains(status);
        assertThat(status < 500 || ofUpstream).as(what).isTrue();
        String type = answer.headers().firstValue("content-type").orElse("");
        if (type.startsWith("application/json")) {
            Operation asked = request.operation();
            assertThat(contract.faults(asked.method(), asked.path(), status, JSON.readTree(body)))
                    .as(what)
                    .isEmpty();
        }
        assertThat(answer.headers().firstValue("X-Injected")).as(what).isEmpty();
        assertThat(answer.headers().firstValue("x-content-type-options"))
                .as(what)
                .contains("nosniff");
        if (status >= 400) {
            JsonNode problem = JSON.readTree(body);
            assertThat(problem.path("code").asText()).as(what).isNotEmpty();
            assertThat(problem.path("message").asText()).as(what).isNotEmpty();
            assertThat(body).as(what).doesNotContain("Exception", "studio.", "at java.");
        }
    }
}
