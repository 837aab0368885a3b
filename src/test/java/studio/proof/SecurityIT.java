package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import studio.testing.Client;

/**
 * What only the packaged server in its own process can show about its defences; docs/security.md names the tests of all others.
 */
class SecurityIT {
    private static final String FRIEND = "https://friend.example";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private static PackagedServer server;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        server = new PackagedServer("security", "http://127.0.0.1:9/v1").with("CORS_ORIGINS", FRIEND);
        server.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        server.close();
    }

    @Test
    void everythingItWritesIsForItsOwnerAlone() throws Exception {
        Client client = server.client();
        JsonNode done =
                client.end(client.create("{\"configId\":\"sandbox\",\"imageSize\":\"512\",\"prompt\":\"a lake\"}"));
        String id = done.at("/result/galleryEntry/id").asText();
        client.post("/api/templates", "{\"title\":\"T\",\"prompt\":\"p\"}");
        client.end(client.create(
                "{\"configId\":\"sandbox\",\"imageSize\":\"512\",\"prompt\":\"again\",\"images\":[\"gallery:" + id
                        + "\"]}"));
        client.end(client.create("{\"configId\":\"double\",\"prompt\":\"nobody answers\"}"));
        client.delete("/api/gallery/" + id);

        List<Path> open;
        try (Stream<Path> all = Files.walk(server.root())) {
            // The console and these two folders are the test's own; the folders in them are the server's.
            Set<Path> ours =
                    Set.of(server.root(), server.console(), server.configFile().getParent());
            open = all.filter(path -> !ours.contains(path))
                    .filter(SecurityIT::isOpenToOthers)
                    .toList();
        }
        assertThat(open).isEmpty();
    }

    private static boolean isOpenToOthers(Path path) {
        try {
            return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
                    .anyMatch(OTHERS::contains);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    @Test
    void pagesOfOtherOriginsReadNothing() throws Exception {
        HttpResponse<String> answer = send("GET", "/api/session", "Origin", "https://evil.example");
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
        HttpResponse<String> asked = send(
                "OPTIONS",
                "/api/generate/task",
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "POST");
        assertThat(asked.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(send("GET", "/api/session", "Origin", "null").headers().map())
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void aNamedOriginMayCallWithATokenAndNeverWithTheCookie() throws Exception {
        HttpResponse<String> asked =
                send("OPTIONS", "/api/generate/task", "Origin", FRIEND, "Access-Control-Request-Method", "POST");
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("access-control-allow-origin")).contains(FRIEND);
        assertThat(asked.headers().map()).doesNotContainKey("access-control-allow-credentials");
        assertThat(asked.headers().allValues("vary")).contains("Origin");
    }

    @Test
    void aFormOfAnotherSiteCannotUseTheCookie() throws Exception {
        HttpResponse<String> login = http.send(
                HttpRequest.newBuilder(URI.create(server.base() + "/api/login"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"" + PackagedServer.PASSWORD + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String cookie = login.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
        for (String path : List.of("/api/generate/task", "/api/gallery/delete", "/api/templates", "/api/backup")) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(server.base() + path))
                            .header("Cookie", cookie)
                            .header("Origin", "https://evil.example")
                            .header("Content-Type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"paid by somebody else\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void theHostHeaderIsNeverBelieved() throws Exception {
        for (String path : List.of("/", "/webui", "/api/session", "/q/openapi?format=json", "/nothing")) {
            String answer = raw(
                    "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                            + "X-Forwarded-Proto: https\r\nForwarded: host=evil.example;proto=https\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 ").doesNotContain("evil.example");
        }
    }

    @Test
    void methodsThatEchoOrTunnelAreRefused() throws Exception {
        for (String line :
                List.of("TRACE / HTTP/1.1", "CONNECT 127.0.0.1:22 HTTP/1.1", "GET http://127.0.0.1:9/ HTTP/1.1")) {
            String answer = raw(line + "\r\nHost: studio\r\nX-Secret: mirrored\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(line).doesNotContain("mirrored").doesNotStartWith("HTTP/1.1 200");
        }
    }

    @Test
    void requestsThatTwoServersWouldCutDifferentlyAreRefused() throws Exception {
        for (String framing : List.of(
                "Content-Length: 4\r\nContent-Length: 5\r\n",
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Content-Length: -1\r\n")) {
            String answer = raw("POST /api/login HTTP/1.1\r\nHost: studio\r\nContent-Type: application/json\r\n"
                    + framing + "Connection: close\r\n\r\n0\r\n\r\nGET /api/session HTTP/1.1\r\nHost: studio\r\n\r\n");
            assertThat(answer).as(framing).startsWith("HTTP/1.1 4");
            assertThat(answer.split("HTTP/1\\.1 ", -1)).as(framing).hasSize(2);
        }
    }

    @Test
    void linksInTheGalleryFolderLeadNowhere() throws Exception {
        Path secret = Files.writeString(server.root().resolve("secret.png"), "not for the gallery");
        try {
            for (String folder : List.of("", "thumbnails", "previews")) {
                Path link = Files.createDirectories(server.gallery().resolve(folder))
                        .resolve("link.png");
                Files.createSymbolicLink(link, secret);
                String path = "/gallery/" + (folder.isEmpty() ? "" : folder + "/") + "link.png";
                HttpResponse<String> answer = send(
                        "GET",
                        path,
                        "Authorization",
                        "Bearer " + server.client().token());
                Files.delete(link);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
            }
        } finally {
            Files.delete(secret);
        }
    }

    private static HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .headers(headers)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** As no client would send it. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(1 << 20), StandardCharsets.ISO_8859_1);
        }
    }
}
