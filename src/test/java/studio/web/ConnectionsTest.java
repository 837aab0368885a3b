package studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** Connections that are slow on purpose, all at the same time: each takes the limit that it runs into. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ConnectionsTest {
    /** A request that is not complete, and what its answer begins with; empty: the connection ends without one. */
    private static Map<String, String> unfinished(String bearer) {
        String signedIn = " HTTP/1.1\r\nHost: x\r\nAuthorization: " + bearer + "\r\n";
        return Map.of(
                "",
                "",
                "GET /webui/ HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                "",
                "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"pass",
                "HTTP/1.1 408 ",
                "POST /probe" + signedIn + "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"pro",
                "HTTP/1.1 408 ",
                "POST /probe/stream" + signedIn
                        + "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12",
                "HTTP/1.1 408 ",
                "POST /api/uploads" + signedIn
                        + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 900\r\n\r\n--b\r\n"
                        + "Content-Disposition: form-data; name=\"f\"; filename=\"f.png\"\r\n\r\nPNG",
                "HTTP/1.1 408 ");
    }

    @Test
    void whatStopsIsEnded() throws Exception {
        List<Map<String, Object>> before = Noise.errors();
        Map<String, String> requests = unfinished(SignedIn.bearer());
        try (ExecutorService clients = Executors.newCachedThreadPool()) {
            List<Future<String>> answers = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (Map.Entry<String, String> request : requests.entrySet()) {
                answers.add(clients.submit(() -> untilTheEnd(request.getKey())));
                expected.add(request.getValue());
            }
            for (int i = 0; i < expected.size(); i++) {
                String answer = answers.get(i).get();
                if (expected.get(i).isEmpty()) {
                    assertThat(answer).isEmpty();
                } else {
                    assertThat(answer).startsWith(expected.get(i)).contains("\"code\":\"request_timeout\"");
                }
            }
        }
        assertThat(before).containsAll(Noise.errors());
    }

    private static String untilTheEnd(String request) throws IOException {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.patient();
            return http.send(request).rest();
        }
    }
}
