package studio.practice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain calls to the practice upstream, for what the providers' clients do not show.
 *
 * @param base ends with a slash
 * @param headers names and values in turn
 */
public record PracticeCalls(URI base, List<String> headers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer in JSON. */
    public record Answer(int status, HttpResponse<String> http) {
        public JsonNode json() throws IOException {
            return JSON.readTree(http.body());
        }

        /** The data of each event, without a closing {@code [DONE]}. */
        public List<JsonNode> events() throws IOException {
            List<JsonNode> events = new ArrayList<>();
            for (String line : http.body().lines().toList()) {
                if (line.startsWith("data: {")) {
                    events.add(JSON.readTree(line.substring("data: ".length())));
                }
            }
            return events;
        }
    }

    public Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, "application/json", body);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "application/json", "");
    }

    public Answer send(String method, String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer);
    }
}
