package studio.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.testing.Corpus;

/** Whatever is given as a backup: it is unpacked into its own place, or told to be none. */
public class ArchivesFuzzTest {
    private static final int BLOCK = 512;
    private static final int MAGIC = 257;
    private static final int CHECKSUM = 148;

    static Stream<Named<byte[]>> corpus() {
        return Corpus.of("archives");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void isUnpackedOrRefused(byte[] data) throws Exception {
        fuzzerTestOneInput(data);
    }

    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        byte[] archive = withChecksums(data);
        Corpus.withFolder(root -> {
            Swap.Staging staging = new Swap.Staging(
                    Files.createDirectory(root.resolve("data")), Files.createDirectory(root.resolve("gallery")));
            try {
                new Unpack(staging).from(new ByteArrayInputStream(archive));
            } catch (BackupException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
            try (Stream<java.nio.file.Path> there = Files.list(root)) {
                assertThat(there).hasSize(2);
            }
        });
    }

    /** A fuzzer does not guess sums, an attacker writes them right. */
    private static byte[] withChecksums(byte[] data) {
        byte[] archive = data.clone();
        for (int block = 0; block + BLOCK <= archive.length; block += BLOCK) {
            if (archive[block + MAGIC] == 'u' && archive[block + MAGIC + 1] == 's') {
                int sum = 0;
                for (int i = 0; i < BLOCK; i++) {
                    sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : archive[block + i] & 0xff;
                }
                byte[] digits = "%07o\0".formatted(sum).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(digits, 0, archive, block + CHECKSUM, digits.length);
            }
        }
        return archive;
    }
}
