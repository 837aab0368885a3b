package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.imaging.probe.ImageProbe;

/** The commands that the README gives are run as they stand; only names, keys and addresses of the reader are filled in. */
class ReadmeIT {
    @TempDir
    Path folder;

    @Test
    void theCommandsForCurlDoWhatIsSaidOfThem() throws Exception {
        ImageIO.write(
                new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB),
                "jpg",
                folder.resolve("photo.jpg").toFile());
        try (PackagedServer server = new PackagedServer("readme", "http://127.0.0.1:9/v1")) {
            // As on a fresh start, where the practice upstream is the only one.
            String config = Files.readString(server.configFile());
            Files.writeString(
                    server.configFile(),
                    config.replace("\"defaultApiConfigId\": \"double\"", "\"defaultApiConfigId\": \"sandbox\""));
            server.start();
            // A command that is refused ends it.
            String script = "set -eu\ncurl() { command curl --fail-with-body --max-time 60 \"$@\"; }\n"
                    + commands("## Use it with curl")
                            .replace("http://localhost:51130", server.base())
                            .replace("THE PASSWORD", PackagedServer.PASSWORD)
                            .replace("THE KEY", "sk-or-0123456789")
                            // Nobody's network is asked for.
                            .replace("https://openrouter.ai", "https://127.0.0.1:9")
                            .replace(", \\\"https://example.org/style.png\\\"", "");
            Process shell = new ProcessBuilder("sh", "-c", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            shell.getOutputStream().close();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(shell.exitValue()).as(said).isZero();
            assertThat(said).contains("event:done");
            try (Stream<Path> fetched = Files.list(folder)) {
                List<Path> pictures =
                        fetched.filter(file -> !file.endsWith("photo.jpg")).toList();
                assertThat(pictures).hasSize(2);
                for (Path picture : pictures) {
                    assertThat(ImageProbe.probe(picture).complete()).isTrue();
                }
            }
            Findings.awaitAllEnded(server);
            JsonNode tasks = server.client().get("/api/tasks").body().path("tasks");
            assertThat(tasks)
                    .hasSize(2)
                    .allSatisfy(task -> assertThat(task.path("status").asText()).isEqualTo("done"));
            assertThat(Findings.entries(server)).hasSize(3);
        }
    }

    /** The indented lines of a section. */
    private static String commands(String section) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String from = readme.substring(readme.indexOf(section) + section.length());
        return from.substring(0, from.indexOf("\n##"))
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .collect(Collectors.joining("\n"));
    }
}
