package studio.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.testing.Corpus;

/** Whatever is written into {@code models.json}: it describes models, or a sentence says where it does not. */
public class CatalogueFuzzTest {
    static Stream<Named<byte[]>> corpus() {
        return Corpus.of("models");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void describesOrIsRefused(byte[] data) {
        fuzzerTestOneInput(data);
    }

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            assertThat(Catalogue.read(data)).isNotNull();
        } catch (DescriptionException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
