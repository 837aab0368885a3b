package studio.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.app.command.Commands.FailedException;
import studio.app.command.Commands.MisusedException;
import studio.config.PortableConfig;
import studio.problem.Language;
import studio.settings.TestSettings;
import studio.storage.DatabaseSettings;
import studio.storage.PostgresAddress;
import studio.storage.RealDatabase;
import studio.storage.RealPostgres;
import studio.storage.SharedDatabase;

/** {@code config export} and {@code config import}, of a file and of a row that instances share. */
class ConfigCommandsTest {
    private static final String CONFIG = """
            {"auth": {"password": "correct-horse", "jwtSecret": "0123456789abcdef-long"},
             "apiConfigs": [{"id": "a", "label": "A", "endpoint": "https://a.example/v1", "model": "m", "apiKey": "key-a"}]}""";

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theRowOfTheInstancesIsExportedAndImportedWithItsKeysOrWithout() throws Exception {
        PostgresAddress address = RealPostgres.fresh();
        PortableConfig row = PortableConfig.shared(SharedDatabase.at(address).database(), root.resolve("none"));
        row.write(CONFIG.getBytes(UTF_8));
        Path file = root.resolve("exported.json");

        run(address, "", "export", file.toString());
        assertThat(file).content().contains("https://a.example/v1").doesNotContain("key-a", "correct-horse");
        assertThat(err.toString(UTF_8)).contains("--with-keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        run(address, "", "export", "-", "--with-keys");
        assertThat(out.toString(UTF_8)).isEqualTo(CONFIG);

        Files.writeString(file, Files.readString(file).replace("\"A\"", "\"another name\""));
        run(address, "", "import", file.toString());
        assertThat(new String(row.read(true).orElseThrow(), UTF_8))
                .contains("another name", "key-a", "correct-horse", "0123456789abcdef-long");
    }

    @Test
    void whatAServerWouldNotStartWithIsNotImported() {
        PostgresAddress address = RealPostgres.fresh();
        assertThatThrownBy(() -> run(address, CONFIG.replace("\"id\": \"a\"", "\"id\": 7"), "import", "-"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("apiConfigs[0].id")
                .hasMessageNotContaining("key-a");
        assertThatThrownBy(() -> run(address, "{", "import", "-")).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> run(address, "", "export", "-"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("no configuration yet");
    }

    @Test
    void beforeTheFirstInstanceItsFileCounts() {
        assertThatThrownBy(() -> run(RealPostgres.empty(), CONFIG, "import", "-"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("holds no studio yet")
                .hasMessageContaining("app.config.json");
    }

    @Test
    void aSingleServersFileIsMeantWithoutADatabase() throws Exception {
        run(null, CONFIG, "import", "-");
        assertThat(root.resolve("config/app.config.json")).content().contains("key-a");
        assertThatThrownBy(() -> run(null, "", "move", "-")).isInstanceOf(MisusedException.class);
        assertThatThrownBy(() -> run(null, "", "export")).isInstanceOf(MisusedException.class);
    }

    private void run(PostgresAddress address, String in, String... words) throws Exception {
        Map<String, String> variables = address == null
                ? Map.of()
                : Map.of("STUDIO_DATABASE_URL", "postgresql://postgres:secret@" + address.place());
        out.reset();
        err.reset();
        new ConfigCommands(
                        new Commands(
                                new ByteArrayInputStream(in.getBytes(UTF_8)),
                                new PrintStream(out, true, UTF_8),
                                new PrintStream(err, true, UTF_8),
                                Language.ENGLISH),
                        RealDatabase.folders(root),
                        TestSettings.of(DatabaseSettings.class, variables))
                .run(List.of(words));
    }
}
