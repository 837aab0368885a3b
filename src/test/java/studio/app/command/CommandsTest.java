package studio.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.problem.Language;
import studio.settings.Environment;
import studio.storage.RealDatabase;

class CommandsTest {
    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Commands commands = new Commands(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Language.ENGLISH);

    @Test
    void anUnknownWordIsAnErrorThatShowsTheCommands() {
        assertThat(commands.run(List.of(), List.of("bakcup", "x"))).hasValue(Commands.MISUSED);
        assertThat(err.toString(UTF_8)).contains("no command bakcup", "backup FILE");
    }

    @Test
    void aCommandWithoutItsFileOrWithAnotherOptionIsMisused() {
        assertThat(commands.run(List.of(), List.of("backup"))).hasValue(Commands.MISUSED);
        assertThat(commands.run(List.of(), List.of("restore", "x", "--force"))).hasValue(Commands.MISUSED);
    }

    @Test
    void theVersionIsTheOneOfTheBuild() {
        assertThat(commands.run(List.of(), List.of("--version"))).hasValue(Commands.OK);
        assertThat(out.toString(UTF_8)).matches("Image Studio \\d+\\.\\d+.*\\R");
    }

    @Test
    void theSelfTestTriesEverythingAndChangesNothing() throws Exception {
        try (RealDatabase real = RealDatabase.in(root)) {
            Files.createDirectories(root.resolve("config"));
            Files.writeString(root.resolve("config/app.config.json"), """
                    {"auth": {"password": "correct-horse", "jwtSecret": "0123456789abcdef-long"}, "apiConfigs": []}""");
            int exit = new SelfTest(commands, environment()).run(List.of("--json"));
            assertThat(out.toString(UTF_8))
                    .contains("\"name\":\"database\",\"ok\":true", "\"name\":\"search\",\"ok\":true")
                    .contains("\"name\":\"cluster\",\"ok\":true", "\"name\":\"bucket\",\"ok\":true")
                    .contains("\"name\":\"config\",\"ok\":true", "\"name\":\"disk\",\"ok\":true")
                    .contains("\"name\":\"pictures\",\"ok\":true", "\"name\":\"resources\",\"ok\":true")
                    .doesNotContain("correct-horse", "0123456789abcdef");
            assertThat(exit).isEqualTo(Commands.OK);
            assertThat(root.toFile().list()).containsExactlyInAnyOrder("config", "data", "gallery");
        }
    }

    /** What is there when only the folders are set. */
    private Environment environment() {
        return Environment.of(Map.of(
                "MIN_FREE_BYTES",
                "0",
                "STUDIO_CONFIG_FILE",
                root.resolve("config/app.config.json").toString(),
                "STUDIO_DATA_DIR",
                root.resolve("data").toString(),
                "STUDIO_GALLERY_DIR",
                root.resolve("gallery").toString()));
    }

    @Test
    void theSelfTestSaysWhatIsWrong() throws Exception {
        Files.createDirectories(root.resolve("config"));
        Files.writeString(root.resolve("config/app.config.json"), "{\"auth\": {\"password\": \"hush-hush\"}}");
        Files.createDirectories(root.resolve("data"));
        Files.writeString(root.resolve("data/studio.db"), "this is no database at all, but text".repeat(100));

        assertThat(new SelfTest(commands, environment()).run(List.of())).isEqualTo(Commands.FAILED);

        assertThat(out.toString(UTF_8))
                .contains("FAILED database", "FAILED config", "auth.jwtSecret is missing")
                .doesNotContain("hush-hush");
    }

    @Test
    void peopleAreAnsweredInTheLanguageOfTheirTerminal() {
        assertThat(Commands.language(name -> name.equals("LANG") ? "zh_CN.UTF-8" : null))
                .isEqualTo(Language.CHINESE);
        assertThat(Commands.language(name -> null)).isEqualTo(Language.ENGLISH);
    }
}
