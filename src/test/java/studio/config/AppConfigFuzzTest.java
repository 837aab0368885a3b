package studio.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.testing.Corpus;

/** Whatever is written into {@code app.config.json}: it is a configuration, or sentences say why it is none. */
public class AppConfigFuzzTest {
    static Stream<Named<byte[]>> corpus() {
        return Corpus.of("configs");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void configuresOrIsRefused(byte[] data) {
        fuzzerTestOneInput(data);
    }

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            AppConfig config = AppConfigReader.read(ConfigJson.read(data), new SecretReferences());
            assertThat(config.toString()).isNotBlank();
        } catch (InvalidConfigException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
