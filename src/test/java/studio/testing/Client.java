package studio.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A signed-in client of a running server, as a script would be. */
public final class Client implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** One server-sent event. */
    public record Event(String id, String name, JsonNode data) {}

    /** A JSON answer. */
    public record Answer(int status, Map<String, List<String>> headers, JsonNode body) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private final HttpClient http;
    private final boolean direct;
    private final String base;
    private final String token;

    public Client(String base, String password) throws IOException, InterruptedException {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), true, base, password);
    }

    /** Of the server under test, whose folders are {@link FreshFolders}. */
    public static Client of(URI root) throws IOException, InterruptedException {
        return new Client(root.toString().replaceAll("/$", ""), FreshFolders.PASSWORD);
    }

    /**
     * @param http closed with this client
     * @param direct false: a proxy in between keeps the headers that are meant for it
     */
    public Client(HttpClient http, boolean direct, String base, String password)
            throws IOException, InterruptedException {
        this.direct = direct;
        this.http = http;
        this.base = base;
        HttpResponse<String> login = http.send(
                HttpRequest.newBuilder(URI.create(base + "/api/login"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.createObjectNode()
                                .put("password", password)
                                .toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (login.statusCode() != 200) {
            throw new IOException("Cannot sign in: " + login.statusCode() + " " + login.body());
        }
        this.token = JSON.readTree(login.body()).path("token").asText();
    }

    private Client(Client signedIn, String base) {
        this.http = signedIn.http;
        this.direct = signedIn.direct;
        this.token = signedIn.token;
        this.base = base;
    }

    /** The same session at another address, for example of another instance; closed with this one. */
    public Client at(String address) {
        return new Client(this, address);
    }

    public String token() {
        return token;
    }

    public Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) throws IOException, InterruptedException {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(json), headers);
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, null);
    }

    public Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : body)
                .timeout(Duration.ofSeconds(120));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            byte[] bytes = in.readAllBytes();
            boolean json =
                    answer.headers().firstValue("content-type").orElse("").contains("json");
            return new Answer(
                    answer.statusCode(), answer.headers().map(), json ? JSON.readTree(bytes) : JSON.missingNode());
        }
    }

    public byte[] bytes(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode());
        }
        return answer.body();
    }

    /** Creates a task and returns its id. */
    public String create(String json) throws IOException, InterruptedException {
        Answer answer = post("/api/generate/task", json);
        if (answer.status() != 202) {
            throw new IOException(answer.status() + " " + answer.body());
        }
        return answer.body().path("taskId").asText();
    }

    /** Opens an event stream; its lines come as they arrive. */
    public BufferedReader stream(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode());
        }
        if (direct
                && !answer.headers().firstValue("X-Accel-Buffering").orElse("").equals("no")) {
            throw new IOException("A proxy would hold this stream back");
        }
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** Reads the next event of a stream; null at its end. Comments are left out. */
    public static Event next(BufferedReader lines) throws IOException {
        String id = "";
        String name = "";
        StringBuilder data = new StringBuilder();
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5));
            } else if (line.isEmpty() && !data.isEmpty()) {
                return new Event(id, name, JSON.readTree(data.toString()));
            }
        }
        return null;
    }

    /** Follows a task to the end of its stream, be it that the server dies. */
    public List<Event> follow(String taskId, String lastEventId) throws IOException, InterruptedException {
        String path = "/api/generate/task/" + taskId + "/events";
        List<Event> events = new ArrayList<>();
        try (BufferedReader lines = lastEventId == null ? stream(path) : stream(path, "Last-Event-ID", lastEventId)) {
            Event event;
            while ((event = next(lines)) != null) {
                events.add(event);
            }
        } catch (IOException cutOff) {
            if (events.isEmpty()) {
                throw cutOff;
            }
        }
        return events;
    }

    /** Waits for the end of a task and returns its last state. */
    public JsonNode end(String taskId) throws IOException, InterruptedException {
        return follow(taskId, null).getLast().data();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        http.close();
    }
}
