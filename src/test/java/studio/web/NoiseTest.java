package studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;

/** What scanners, broken clients and attackers send: it is answered or cut off, and nothing of it is an error of the server. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class NoiseTest {
    private static final List<String> PATHS = List.of(
            "/",
            "/webui/",
            "/webui/assets/none.js",
            "/favicon.ico",
            "/api/login",
            "/api/session",
            "/api/tasks/events",
            "/gallery/none.png",
            "/q/health",
            "/q/metrics",
            "/q/openapi",
            "/q/openapi?format=%zz",
            "/sandbox/v1/models",
            "/sandbox/files/a.b.png",
            "/%zz",
            "/%00",
            "/%c0%af",
            "/webui/%ff.js",
            "//",
            "/a/../..",
            "/api/login;x=1",
            "/?a=%",
            "/\\",
            "/|^`{}",
            "*",
            "x");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "x");

    private static final List<String> HEADERS = List.of(
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
            "Authorization: Bearer",
            "Authorization: Bearer x",
            "Authorization: Bearer a.b.c",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.bm8ganNvbg.AAAA",
            "Authorization: Bearer \u00ff\u0001\u00e4",
            "Authorization: Basic !!!",
            "Authorization: Basic Og==",
            "Authorization: Digest x",
            "Authorization: Negotiate x",
            "Cookie: studio_session=x",
            "Cookie: studio_session=\"; =;; studio_device==",
            "Cookie: \u00ff",
            "Accept: //;;q=x",
            "Accept: text/html;q=9",
            "Accept-Language: ;;q=,-",
            "Accept-Encoding: gzip;q=abc, ;;",
            "Accept-Charset: \u00ff",
            "Content-Type: a/b/c",
            "Content-Type: application/json; charset=nonsense",
            "Content-Type: multipart/form-data",
            "Content-Type: ;",
            "Content-Encoding: gzip",
            "Range: bytes=x-y",
            "Range: bytes=5-1,0-0,-",
            "If-None-Match: \"",
            "If-Modified-Since: yesterday",
            "If-Range: x",
            "Expect: nonsense",
            "Origin: ://",
            "Access-Control-Request-Method: \u00ff",
            "X-Forwarded-For: x, 999.1.1.1, [",
            "Forwarded: for=\"",
            "x-request-id: \u00ff",
            "Last-Event-ID: -1",
            "Traceparent: 00-x-y-z",
            "TE: x\r\nTrailer: x");

    /** Whole messages, broken in themselves. */
    private static final List<String> BROKEN = List.of(
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
            "\0\0\0\0\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1 x\r\nHost: x\r\n\r\n",
            "GET /\r\n\r\n",
            "GET / XTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n: no name\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nBad Name: x\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x:99999999\r\nConnection: close\r\n\r\n",
            "GET http:// HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(5_000) + "Connection: close\r\n\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;" + "x".repeat(20_000)
                    + "\r\nabc\r\n0\r\n\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n"
                    + "3\r\nabcde\r\n0\r\n\r\n",
            "POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "POST /webui/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                    + "Content-Length: 3\r\nConnection: close\r\n\r\nabc",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-7\r\n"
                    + "Content-Length: 2\r\nConnection: close\r\n\r\n{}",
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n"
                    + "Connection: close\r\n\r\n" + "[".repeat(2000),
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 28\r\n"
                    + "Connection: close\r\n\r\n{\"password\":\"\\ud800\\udead\\x\"}\n",
            "GET /webui/ HTTP/1.1\r\nHost: x\r\n\r\nNONSENSE\r\n\r\n");

    @Test
    void nothingThatAStrangerSendsIsAnErrorOfTheServer() throws IOException {
        List<Map<String, Object>> before = Noise.errors();
        for (String path : PATHS) {
            for (String method : METHODS) {
                exchange(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            }
        }
        for (String header : HEADERS) {
            String ending = header.contains("Connection:") ? "" : "Connection: close\r\n";
            for (String path :
                    List.of("/", "/webui/none.js", "/api/session", "/gallery/a.png", "/q/health", "/q/metrics")) {
                exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n" + ending + "\r\n");
            }
            exchange("POST /api/login HTTP/1.1\r\nHost: x\r\n" + header + "\r\n" + ending
                    + "Content-Length: 2\r\n\r\n{}");
        }
        BROKEN.forEach(message -> {
            exchange(message);
            hangUp(message.substring(0, message.length() / 2));
            hangUp(message);
        });
        for (String path : PATHS) {
            hangUp("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            hangUp("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
        }
        assertThat(before).containsAll(Noise.errors());
    }

    private static void exchange(String message) {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.brief();
            String answer = http.send(message).rest();
            assertThat(answer).as(message).doesNotContain("internal_error").doesNotStartWith("HTTP/1.1 5");
        } catch (java.net.SocketTimeoutException open) {
            // It waits for more, which has limits of its own: ConnectionsTest.
        } catch (SocketException reset) {
            // Cut off before it was all sent.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void hangUp(String message) {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.send(message).reset();
        } catch (SocketException reset) {
            // Cut off before.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
