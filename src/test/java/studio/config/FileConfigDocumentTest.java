package studio.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
