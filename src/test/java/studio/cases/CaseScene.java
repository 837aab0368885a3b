package studio.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import studio.testing.Client;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamScene;

/**
 * An upstream that gives one answer to every POST, from the corpus of cases that relays have brought ({@code corpus/cases}) or
 * made by the test, and serves the pictures that the answer points to.
 */
public abstract class CaseScene extends UpstreamScene {
    private static final Path CASES = Path.of("src/test/resources/corpus/cases");

    /** What the files of the corpus call the upstream's own origin. */
    private static final String ORIGIN = "127.0.0.1:21900";

    /** @param headers whole lines, beside the content type */
    public record Reply(int status, String type, byte[] body, String... headers) {
        public static Reply json(String body) {
            return of(200, "application/json", body);
        }

        public static Reply of(int status, String type, String body, String... headers) {
            return new Reply(status, type, body.getBytes(StandardCharsets.UTF_8), headers);
        }
    }

    /** A file of the corpus, by its case and name; {@code pics/base.png} is the picture that most answers point to. */
    protected static byte[] file(String name) throws IOException {
        return Files.readAllBytes(CASES.resolve(name));
    }

    /** The answer in a file of the corpus. */
    protected static Reply reply(int status, String type, String file, String... headers) throws IOException {
        return new Reply(status, type, file(file), headers);
    }

    /**
     * Lets the upstream answer so and asks it for a picture.
     *
     * @param more fields of the request, each after a comma
     * @return the task at its end
     */
    protected JsonNode play(String protocol, Reply reply, String more) throws Exception {
        upstream.then(wire -> serve(wire, reply));
        configureAt(endpoint(protocol), ",\"protocol\":\"" + protocol + "\"");
        return client.end(client.create(request(more)));
    }

    protected JsonNode play(String protocol, Reply reply) throws Exception {
        return play(protocol, reply, "");
    }

    private String endpoint(String protocol) {
        return protocol.equals("gemini") ? upstream.base().replace("/v1", "/v1beta") : upstream.base();
    }

    /** Presses "retry" and waits for the end of the new task. */
    protected JsonNode retry(JsonNode task) throws Exception {
        Client.Answer answer =
                client.post("/api/generate/task/" + task.path("id").asText() + "/retry", "");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return client.end(answer.body().path("taskId").asText());
    }

    private void serve(UpstreamDouble.Wire wire, Reply reply) throws IOException {
        UpstreamDouble.Request request = wire.request();
        if (request.method().equals("POST")) {
            wire.answer(reply.status(), reply.type(), here(reply.body()), reply.headers());
        } else if (!request.target().matches("[!-~&&[^\"<>\\\\^`{|}]]+")
                || request.target().matches(".*%(?![0-9A-Fa-f]{2}).*")) {
            wire.answer(400, "text/plain", "not an address".getBytes(StandardCharsets.US_ASCII));
        } else {
            get(wire);
        }
    }

    /** What a GET is answered: the picture of that name below {@code /pic/} and {@code /media/}, else 404. */
    protected void get(UpstreamDouble.Wire wire) throws IOException {
        String path = wire.request().target().replaceFirst("\\?.*", "");
        if (!path.contains("/pic/") && !path.contains("/media/")) {
            wire.answer(404, "text/plain", new byte[0]);
            return;
        }
        Path named = CASES.resolve("pics").resolve(path.substring(path.lastIndexOf('/') + 1));
        Path picture = Files.isRegularFile(named) ? named : CASES.resolve("pics/base.png");
        wire.answer(200, picture.toString().endsWith(".jpg") ? "image/jpeg" : "image/png", Files.readAllBytes(picture));
    }

    private byte[] here(byte[] body) {
        String latin = new String(body, StandardCharsets.ISO_8859_1);
        return latin.replace(ORIGIN, "127.0.0.1:" + upstream.port())
                .replace(ORIGIN.replace("127.0.0.1", "localhost"), "localhost:" + upstream.port())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** That the task has made as many pictures with one POST. */
    protected void assertPictures(JsonNode task, int count) {
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.at("/result/galleryEntries")).as(task.toString()).hasSize(count);
        assertThat(upstream.posts()).isEqualTo(1);
    }

    /** That the task has failed so with one POST. */
    protected void assertFailed(JsonNode task, String code, boolean mayBeBilled) {
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("failed");
        assertThat(task.path("errorCode").asText()).as(task.toString()).isEqualTo(code);
        assertThat(task.path("mayBeBilled").asBoolean()).as(task.toString()).isEqualTo(mayBeBilled);
        assertThat(upstream.posts()).isEqualTo(1);
    }

    /** The bytes of a gallery entry's picture. */
    protected byte[] picture(JsonNode entry) throws Exception {
        return client.bytes(entry.path("imagePath").asText());
    }
}
