package studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;
import studio.web.server.HttpSettings;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class LimitsTest {
    private static final String HOST = " HTTP/1.1\r\nHost: x\r\nAuthorization: ";
    private final HttpSettings settings;
    private String bearer;

    LimitsTest(HttpSettings settings) {
        this.settings = settings;
    }

    @BeforeEach
    void signIn() {
        bearer = SignedIn.bearer();
    }

    private static RawHttp open() throws IOException {
        return new RawHttp(RestAssured.port);
    }

    private String post(String headers) {
        return "POST /probe/stream" + HOST + bearer + "\r\nContent-Type: application/octet-stream\r\n" + headers
                + "\r\n\r\n";
    }

    @Test
    void aBodyThatDeclaresTooMuchIsRefusedBeforeItIsSent() throws IOException {
        long tooMuch = settings.maxBodyBytes() + 1;
        try (RawHttp http = open()) {
            String answer = http.send(post("Expect: 100-continue\r\nContent-Length: " + tooMuch))
                    .rest();
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"code\":\"body_too_large\"");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains("connection: close")
                    .contains("x-request-id: ");
        }
    }

    @Test
    void aClientThatIsStillSendingGetsToReadTheRefusal() throws IOException {
        long tooMuch = settings.maxBodyBytes() + 1;
        try (RawHttp http = open()) {
            http.send(post("Content-Length: " + tooMuch));
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 8; i++) {
                http.send(block);
            }
            assertThat(http.rest()).startsWith("HTTP/1.1 413 ").contains("\"code\":\"body_too_large\"");
        }
    }

    @Test
    void aChunkedBodyIsRefusedWhenItGrowsPastTheLimit() throws IOException {
        int size = 1 << 20;
        String chunk = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
        byte[] block = chunk.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        long blocks = settings.maxBodyBytes() / size + 1;
        try (RawHttp http = open()) {
            http.send(post("Transfer-Encoding: chunked"));
            for (long i = 0; i < blocks; i++) {
                http.send(block);
            }
            assertThat(http.rest()).startsWith("HTTP/1.1 413 ").contains("\"code\":\"body_too_large\"");
        }
    }

    @Test
    void aBodyJustAtTheLimitPasses() throws IOException {
        long limit = settings.maxBodyBytes();
        byte[] block = new byte[1 << 20];
        try (RawHttp http = open()) {
            http.send(post("Connection: close\r\nContent-Length: " + limit));
            for (long i = 0; i < limit / block.length; i++) {
                http.send(block);
            }
            assertThat(http.rest()).startsWith("HTTP/1.1 200 ").endsWith("{\"bytes\":" + limit + "}");
        }
    }

    @Test
    void aSmallBodyThatNobodyReadsDoesNotHarmTheConnection() throws IOException {
        String body = "y".repeat(100_000);
        try (RawHttp http = open()) {
            http.send("POST /nowhere" + HOST + bearer + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(http.until("\"}")).startsWith("HTTP/1.1 404 ");
            http.send("GET /probe" + HOST + bearer + "\r\n\r\n");
            assertThat(http.until("\"}")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void headersAndAddressesHaveLimits() throws IOException {
        try (RawHttp http = open()) {
            http.send("GET /probe" + HOST + bearer + "\r\nX-Long: " + "z".repeat(60_000) + "\r\n\r\n");
            assertThat(http.rest()).containsPattern("^HTTP/1\\.\\d 431 ");
        }
        try (RawHttp http = open()) {
            http.send("GET /" + "z".repeat(60_000) + HOST + bearer + "\r\n\r\n");
            assertThat(http.rest()).containsPattern("^HTTP/1\\.\\d 414 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /webui/ HTTP/1.1\r\n\r\n",
                "GET /webui/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /webui/ HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
                "GET /webui/ HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: a b\r\n\r\n",
                "POST /api/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
            })
    void aRequestWithoutExactlyOneHostIsRefusedAndItsConnectionClosed(String request) throws IOException {
        try (RawHttp http = open()) {
            assertThat(http.send(request).rest())
                    .startsWith("HTTP/1.")
                    .contains(" 400 ")
                    .contains("\"requestId\"");
        }
    }

    @Test
    void anOldClientNeedsNoHost() throws IOException {
        try (RawHttp http = open()) {
            assertThat(http.send("GET /q/health/live HTTP/1.0\r\n\r\n").rest()).contains(" 200 ");
        }
    }

    @Test
    void aBrokenRequestLineIs400() throws IOException {
        try (RawHttp http = open()) {
            assertThat(http.send("NONSENSE\r\n\r\n").rest()).containsPattern("^HTTP/1\\.\\d 400 ");
        }
    }

    @Test
    void aBrokenEscapeInAnAddressIsNoServerFailure() throws IOException {
        try (RawHttp http = open()) {
            http.send("GET /webui/%zz%00" + HOST + bearer + "\r\nConnection: close\r\n\r\n");
            assertThat(http.rest()).containsPattern("^HTTP/1.1 4\\d\\d ");
        }
    }

    @Test
    void aHugeBodyWithoutSignInIsRefusedForTheSignInAndNotRead() throws IOException {
        try (RawHttp http = open()) {
            http.send("POST /api/generate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + settings.maxBodyBytes() + "\r\n\r\n");
            String answer = http.rest();
            assertThat(answer).startsWith("HTTP/1.1 401 ").contains("\"code\":\"unauthorized\"");
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
        }
    }
}
