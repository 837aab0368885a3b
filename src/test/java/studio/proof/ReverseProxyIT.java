package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.Client;

/** The packaged server behind a real nginx with the example of this repository. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReverseProxyIT {
    /** Longer than the minute after which nginx gives up by itself. */
    private static final String LONG = "[slow 63s] a patient lake";

    private static final Pattern ASSET = Pattern.compile("\"(/[^\"]+/assets/[^\"]+)\"");

    private PromptedUpstream upstream;
    private PackagedServer server;
    private PackagedServer below;
    private Nginx nginx;
    private CompletableFuture<HttpResponse<String>> patient;

    @BeforeAll
    void start() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("proxied", upstream.base())
                .flag("-XX:TieredStopAtLevel=1")
                .with("MAX_CONCURRENT_TASKS", "4")
                .with("TRUSTED_PROXIES", "127.0.0.1");
        below = new PackagedServer("below", upstream.base())
                .flag("-XX:TieredStopAtLevel=1")
                .with("MAX_CONCURRENT_TASKS", "4")
                .with("TRUSTED_PROXIES", "127.0.0.1")
                .with("STUDIO_BASE_PATH", "/studio");
        server.start();
        below.start();
        nginx = new Nginx("nginx");
        nginx.start(nginx.site(server.port()));
        patient = askPatiently();
    }

    @AfterAll
    void stop() throws Exception {
        nginx.close();
        server.close();
        below.close();
        upstream.close();
    }

    @Test
    void nginxIsContentWithTheExampleAsItIsWritten() throws Exception {
        // It binds the ports of the example even to test it.
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may use ports 80 and 443");
        assertThat(nginx.certified(Files.readString(Nginx.EXAMPLE))).contains("listen 443 ssl");
        try (Nginx tester = new Nginx("nginx-t")) {
            assertThat(tester.complaints(tester.certified(Files.readString(Nginx.EXAMPLE))))
                    .isEmpty();
        }
    }

    @Test
    void plainHttpLeadsToHttps() throws Exception {
        HttpResponse<String> answer = plain(nginx.browser("127.0.0.1"), nginx.plainBase() + "/webui/gallery?q=lake");
        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).hasValue("https://127.0.0.1/webui/gallery?q=lake");
    }

    @Test
    void anEventArrivesWhileItsTaskStillRuns() throws Exception {
        try (Client client = new Client(nginx.browser("127.0.0.1"), false, nginx.base(), PackagedServer.PASSWORD)) {
            // The upstream never answers, so a proxy that held the stream back would hold it for ever.
            String id = client.create("{\"configId\":\"double\",\"prompt\":\"silent behind nginx\"}");
            try (BufferedReader lines = client.stream("/api/generate/task/" + id + "/events")) {
                Client.Event first = within(() -> Client.next(lines));
                assertThat(first.name()).isEqualTo("status");
                String stage = first.data().path("stage").asText();
                while (!stage.equals("calling_upstream")) {
                    stage = within(() -> Client.next(lines))
                            .data()
                            .path("stage")
                            .asText();
                }
                assertThat(Findings.task(server, id).path("status").asText()).isEqualTo("running");
                client.delete("/api/generate/task/" + id);
                assertThat(within(() -> lastOf(lines)).name()).isEqualTo("canceled");
            }
        }
    }

    @Test
    void ticksOfTheCheckUpComeOneByOne() throws Exception {
        try (Client client = new Client(nginx.browser("127.0.0.1"), false, nginx.base(), PackagedServer.PASSWORD);
                BufferedReader lines = client.stream("/api/doctor/events?seconds=2")) {
            long first = arrival(lines);
            long last = first;
            for (int i = 1; i < 8; i++) {
                last = arrival(lines);
            }
            // Sent over 1,750 ms; what is held back arrives at once.
            assertThat(Duration.ofNanos(last - first)).isGreaterThan(Duration.ofMillis(1000));
        }
    }

    @Test
    void anUploadOfFiftyMegabytesPasses() throws Exception {
        Path picture = NoisePng.write(server.root().resolve("large.png"), 4200, 4200, 7);
        assertThat(Files.size(picture)).isGreaterThan(50_000_000);
        try (Client client = new Client(nginx.browser("127.0.0.1"), false, nginx.base(), PackagedServer.PASSWORD)) {
            Client.Answer answer = client.send(
                    "POST", "/api/uploads", HttpRequest.BodyPublishers.ofFile(picture), "Content-Type", "image/png");
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
            assertThat(answer.body().path("bytes").asLong()).isEqualTo(Files.size(picture));
        }
    }

    @Test
    void theSignInLimitIsThatOfTheVisitorAndNotOfTheProxy() throws Exception {
        int status = 0;
        try (HttpClient guesser = nginx.browser("127.0.0.2")) {
            for (int i = 0; i < 8; i++) {
                status = login(guesser, nginx.base(), "a guess " + i, "203.0.113." + i)
                        .statusCode();
            }
        }
        assertThat(status).isEqualTo(429);
        try (HttpClient other = nginx.browser("127.0.0.3")) {
            assertThat(login(other, nginx.base(), "a typo", "").statusCode()).isEqualTo(401);
            HttpResponse<String> right = login(other, nginx.base(), PackagedServer.PASSWORD, "");
            assertThat(right.statusCode()).isEqualTo(200);
            assertThat(right.headers().firstValue("Set-Cookie").orElse(""))
                    .contains("Secure")
                    .contains("Path=/;");
        }
        assertThat(Files.readString(server.console())).contains("Wrong password from 127.0.0.2", "from 127.0.0.3");
    }

    /** Once kept by the proxy, as the example's comment says, and once taken away, as many panels do. */
    @ParameterizedTest
    @ValueSource(strings = {"proxy_pass http://image_studio;", "proxy_pass http://image_studio/;"})
    void theStudioLivesBelowAPath(String pass) throws Exception {
        try (Nginx shared = new Nginx("nginx-below")) {
            shared.start(shared.site(below.port())
                    .replace("location / {", "location /studio/ {")
                    .replace("proxy_pass http://image_studio;", pass));
            String base = shared.base() + "/studio";
            try (HttpClient browser = shared.browser("127.0.0.1")) {
                String page = plain(browser, base + "/webui/gallery/17").body();
                List<String> assets = ASSET.matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                assertThat(assets).isNotEmpty();
                for (String asset : assets) {
                    assertThat(plain(browser, shared.base() + asset).statusCode())
                            .as(asset)
                            .isEqualTo(200);
                }
                String cookie = login(browser, base, PackagedServer.PASSWORD, "")
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow();
                assertThat(cookie).contains("Path=/studio/;").contains("Secure");
                assertThat(plain(browser, shared.base() + "/api/tasks").statusCode())
                        .isEqualTo(404);
            }
            try (Client client = new Client(shared.browser("127.0.0.1"), false, base, PackagedServer.PASSWORD)) {
                Client.Answer accepted = client.post("/api/generate/task", "{\"prompt\":\"quick below a path\"}");
                String id = accepted.body().path("taskId").asText();
                assertThat(accepted.header("location")).isEqualTo("/studio/api/generate/task/" + id);
                JsonNode entry = client.end(id).path("result").path("galleryEntry");
                assertThat(client.bytes(entry.path("imagePath").asText().substring("/studio".length())))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void aCallThatWaitsLongerThanAMinuteSurvives() throws Exception {
        HttpResponse<String> answer = patient.get(120, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("/gallery/");
    }

    private CompletableFuture<HttpResponse<String>> askPatiently() throws Exception {
        HttpClient browser = nginx.browser("127.0.0.1");
        String token = server.client().token();
        return browser.sendAsync(
                HttpRequest.newBuilder(URI.create(nginx.base() + "/api/generate"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"configId\":\"sandbox\",\"prompt\":\"" + LONG + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> login(HttpClient browser, String base, String password, String claimed)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"" + password + "\"}"));
        if (!claimed.isEmpty()) {
            request.header("X-Forwarded-For", claimed);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> plain(HttpClient browser, String address) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static long arrival(BufferedReader lines) throws Exception {
        assertThat(within(() -> Client.next(lines)).name()).isEqualTo("tick");
        return System.nanoTime();
    }

    private static Client.Event lastOf(BufferedReader lines) throws Exception {
        Client.Event last = null;
        for (Client.Event event = Client.next(lines); event != null; event = Client.next(lines)) {
            last = event;
        }
        return last;
    }

    private interface Reading {
        Client.Event read() throws Exception;
    }

    /** A stream that is held back would let the test wait for ever. */
    private static Client.Event within(Reading reading) throws Exception {
        CompletableFuture<Client.Event> read = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                read.complete(reading.read());
            } catch (Exception e) {
                read.completeExceptionally(e);
            }
        });
        return read.get(20, TimeUnit.SECONDS);
    }
}
