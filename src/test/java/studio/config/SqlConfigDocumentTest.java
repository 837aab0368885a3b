package studio.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.Dialect;
import studio.storage.RealDatabase;

class SqlConfigDocumentTest extends ConfigDocumentContract {
    @TempDir
    Path folder;

    private RealDatabase real;

    @BeforeEach
    void openDatabase() {
        real = RealDatabase.in(folder, Dialect.POSTGRESQL);
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Override
    SqlConfigDocument open() {
        return new SqlConfigDocument(real.database(), real.changes());
    }

    @Override
    void writeAsSomebodyElse(String text) throws IOException {
        SqlConfigDocument theirs = open();
        assertThat(theirs.write(text.getBytes(StandardCharsets.UTF_8), theirs.version()))
                .isPresent();
    }

    @Test
    void theFileOfTheFirstInstanceIsTheFirstState() throws IOException {
        SqlConfigDocument document = open();
        Path file = folder.resolve("app.config.json");
        document.seed(new FileConfigDocument(file));
        assertThat(document.read()).isEmpty();

        Files.writeString(file, "{\"first\": 1}");
        document.seed(new FileConfigDocument(file));
        Files.writeString(file, "{\"later\": 1}");
        document.seed(new FileConfigDocument(file));
        assertThat(document.read().map(state -> new String(state.content(), StandardCharsets.UTF_8)))
                .isEqualTo(Optional.of("{\"first\": 1}"));
    }
}
