package studio.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NodeScriptsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern READY = Pattern.compile("listening on ([0-9]+)");

    @Test
    void aScriptSeesItsEnvironmentAndArgumentsAndItsLastLineIsParsed() throws Exception {
        assertThat(NodeScripts.run("echo.mjs", Map.of("ECHO_WORD", "hello"), LIMIT, "print", "world")
                        .at("/said")
                        .asText())
                .isEqualTo("hello world");
    }

    @Test
    void aScriptThatFailsOrDoesNotEndFailsTheTestWithItsWords() {
        assertThatThrownBy(() -> NodeScripts.run("echo.mjs", Map.of(), LIMIT, "fail"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended with 3")
                .hasMessageContaining("on purpose");
        assertThatThrownBy(() -> NodeScripts.run("echo.mjs", Map.of(), Duration.ofMillis(500), "serve"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("longer");
    }

    @Test
    void aServerIsThereWhenItSaysSoAndGoneAfterClosing() throws Exception {
        URI address;
        try (HttpClient client = HttpClient.newHttpClient()) {
            try (RunningProgram server = NodeScripts.start("echo.mjs", Map.of(), READY, LIMIT, "serve")) {
                Matcher port = READY.matcher(server.readyLine());
                assertThat(port.find()).isTrue();
                address = URI.create("http://127.0.0.1:" + port.group(1) + "/");
                HttpRequest request = HttpRequest.newBuilder(address).build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .isEqualTo("here");
                assertThat(server.output()).contains("listening");
            }
            assertThatThrownBy(() -> client.send(
                            HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
        }
    }
}
