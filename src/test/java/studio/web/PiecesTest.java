package studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PiecesTest {
    private static final String END = "\r\n0\r\n\r\n";

    private static RawHttp get(String path) throws IOException {
        return new RawHttp(RestAssured.port)
                .send("GET /probe/pieces/" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
                        + SignedIn.bearer() + "\r\n\r\n");
    }

    @Test
    void allPiecesComeInTheirOrder() throws IOException {
        try (RawHttp http = get("25/false")) {
            String answer = http.rest();
            assertThat(answer.substring(0, 500)).startsWith("HTTP/1.1 200 ");
            assertThat(answer.endsWith(END)).isTrue();
            String body = answer.substring(answer.indexOf("\r\n\r\n"))
                    .replaceAll("\r\n[0-9a-f]+\r\n", "")
                    .strip();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 25; i++) {
                expected.append(Integer.toString(i % 10).repeat(100_000));
            }
            assertThat(body.equals(expected.toString())).isTrue();
        }
    }

    @Test
    void nothingIsMadeForAReaderThatDoesNotRead() throws IOException {
        try (RawHttp slow = get("300/false")) {
            slow.until("\r\n\r\n");
            int made = 0;
            // Until the system's buffers are full.
            while (made < ProbeResource.PIECES.get()) {
                made = ProbeResource.PIECES.get();
                slowDown();
            }
            assertThat(made).isBetween(1, 200);
            String rest = slow.rest();
            assertThat(rest.length()).isGreaterThan(30_000_000);
            assertThat(rest.endsWith(END)).isTrue();
            assertThat(ProbeResource.PIECES).hasValue(300);
        }
    }

    /** Other requests, which are answered meanwhile. */
    private static void slowDown() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (RawHttp other = new RawHttp(RestAssured.port)) {
                other.send("GET /probe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + SignedIn.bearer()
                        + "\r\n\r\n");
                assertThat(other.rest()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void aPartIsNotTakenForTheWhole() throws IOException {
        try (RawHttp http = get("3/true")) {
            String answer = http.rest();
            assertThat(answer.substring(0, 500)).startsWith("HTTP/1.1 200 ");
            assertThat(answer.endsWith(END)).isFalse();
        }
    }

    @Test
    void aFailureOfTheFirstPieceIsAProblem() throws IOException {
        try (RawHttp http = get("0/true")) {
            assertThat(http.rest()).startsWith("HTTP/1.1 500 ").contains("\"code\":\"internal_error\"");
        }
    }

    @Test
    void aBodyWithoutPiecesIsEmpty() throws IOException {
        try (RawHttp http = get("0/false")) {
            assertThat(http.rest()).startsWith("HTTP/1.1 200 ").endsWith("0\r\n\r\n");
        }
    }
}
