package studio.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileConfigDocumentTest extends ConfigDocumentContract {
    @TempDir
    Path folder;

    @Override
    ConfigDocument open() {
        return new FileConfigDocument(folder.resolve("config/app.config.json"));
    }

    @Override
    void writeAsSomebodyElse(String text) throws IOException {
        Files.writeString(folder.resolve("config/app.config.json"), text);
    }

    @Test
    void whatAKilledWriterLeftIsRemovedAndWhatAnotherIsWritingIsNot() throws IOException {
        Path left = leftover("left", Instant.now().minus(Duration.ofMinutes(2)));
        Path writing = leftover("writing", Instant.now());
        assertThat(open().write("one".getBytes(StandardCharsets.UTF_8), Optional.empty()))
                .isPresent();
        assertThat(left).doesNotExist();
        assertThat(writing).exists();
    }

    private Path leftover(String name, Instant time) throws IOException {
        Path file = folder.resolve("config/.app.config.json." + name + ".tmp");
        Files.createDirectories(file.getParent());
        return Files.setLastModifiedTime(Files.writeString(file, "secret"), FileTime.from(time));
    }
}
