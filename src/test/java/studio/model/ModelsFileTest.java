package studio.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsFileTest {
    private static final Logger LOG = Logger.getLogger(ModelsFile.class.getName());
    private static final String GOOD = "{\"models\": [{\"match\": [\"mine*\"], \"name\": \"%s\"}]}";

    @TempDir
    Path folder;

    private final List<String> errors = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                errors.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Path path;
    private ModelsFile file;
    private long now = 1;

    @BeforeEach
    void start() {
        LOG.addHandler(listener);
        path = folder.resolve("models.json");
        file = new ModelsFile(path, () -> now);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(listener);
    }

    @Test
    void thereNeedBeNoFile() {
        assertThat(file.current()).isEqualTo(Catalogue.EMPTY);
        assertThat(errors).isEmpty();
    }

    @Test
    void anEditIsInUseASecondLaterAndARemovedFileIsForgotten() throws IOException {
        write(GOOD.formatted("first"));
        assertThat(name()).isEqualTo("first");
        write(GOOD.formatted("the second"));
        assertThat(name()).as("looked at a moment ago").isEqualTo("first");
        aSecondPasses();
        assertThat(name()).isEqualTo("the second");
        Files.delete(path);
        aSecondPasses();
        assertThat(file.current().models()).isEmpty();
    }

    @Test
    void aBrokenEditKeepsTheLastGoodStateAndIsToldOnce() throws IOException {
        write(GOOD.formatted("good"));
        assertThat(name()).isEqualTo("good");
        write("{\"models\": [\n  {\"match\": [\"mine*\"], \"name\": \"broken\",,\n");
        aSecondPasses();
        assertThat(name()).isEqualTo("good");
        aSecondPasses();
        assertThat(name()).isEqualTo("good");
        assertThat(errors).hasSize(1);
        write("[".repeat(ModelsFile.MAX_BYTES + 1));
        aSecondPasses();
        assertThat(name()).isEqualTo("good");
        assertThat(errors).hasSize(2);
        write(GOOD.formatted("mended"));
        aSecondPasses();
        assertThat(name()).isEqualTo("mended");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | must hold one JSON object",
                "{\"model\": []} | model: there is no such field",
                "{\"models\": {}} | models: must be a list",
                "{\"models\": [5]} | models[0]: must be an object",
                "{\"models\": [{\"name\": \"x\"}]} | models[0].match: must be a list of patterns",
                "{\"models\": [{\"match\": [\"\"]}]} | models[0].match: must hold patterns",
                "{\"models\": [{\"match\": [\"a\"], \"qualitys\": []}]} | models[0].qualitys: there is no such field",
                "{\"models\": [{\"match\": [\"a\"], \"qualities\": \"high\"}]} | models[0].qualities: has a wrong type",
                "{\"models\": [{\"match\": [\"a\"], \"references\": {\"max\": \"many\"}}]} | models[0].references.max: cannot be \"many\"",
                "{\"models\": [{\"match\": [\"a\"], \"references\": {\"max\": -1}}]} | models[0].references: max must be 0 to 64",
                "{\"models\": [{\"match\": [\"a\"], \"aspectRatios\": [\"wide\"]}]} | models[0].aspectRatios[0]: must be a ratio",
                "{\"models\": [{\"match\": [\"a\"], \"pixels\": {\"1:1\": {\"1K\": \"big\"}}}]} | models[0].pixels.1:1.1K: must be WIDTHxHEIGHT",
                "{\"models\": [{\"match\": [\"a\"], \"pixels\": []}]} | models[0].pixels: has a wrong type",
                "{\"models\": [{\"match\": [\"a\"], \"price\": {\"perPicture\": \"cheap\"}}]} | models[0].price.perPicture: must be an amount",
                "{\"models\": [{\"match\": [\"a\"], \"exactSizes\": {\"listed\": [null]}}]} | models[0].exactSizes: has a wrong type or holds nothing",
                "{\"models\": [{\"match\": [\"a\"]}, | not valid JSON at line 1",
                "{\"models\": [], \"models\": []} | not valid JSON at line 1",
            })
    void whatIsWrongIsToldWithItsPlace(String json, String sentence) {
        assertThatThrownBy(() -> Catalogue.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DescriptionException.class)
                .hasMessageContaining(sentence);
    }

    private void write(String json) throws IOException {
        // Another file each time, as editors do it; the clock of the file system alone may stand still.
        Path next = folder.resolve("next");
        Files.writeString(next, json);
        Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private void aSecondPasses() {
        now += TimeUnit.SECONDS.toNanos(1);
    }

    private String name() {
        ModelCapabilities can = file.current()
                .find("mine-1")
                .orElseThrow()
                .capabilities(
                        ModelCapabilities.Source.CONFIG,
                        new Carried.Form(Set.of(), Set.of(), false),
                        Carried.of(Set.of()));
        return String.valueOf(can.name());
    }
}
