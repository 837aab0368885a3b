package studio.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * What a parser is tried with: samples to begin from, and what {@code make fuzz-parsers} has found, kept so that it is never
 * found again. The fuzzer, Jazzer, calls {@code fuzzerTestOneInput} of the same class that replays the corpus in every test run.
 */
public final class Corpus {
    private static final Path ROOT = Path.of("src/test/resources/corpus");
    /** In memory where there is one: a fuzzer comes by some thousand times a second. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private Corpus() {}

    public static Stream<Named<byte[]>> of(String name) {
        try (Stream<Path> files = Files.list(ROOT.resolve(name))) {
            return files.sorted().map(file -> Named.of(file.getFileName().toString(), read(file))).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done with a folder that is there for one input. */
    public interface Work {
        void in(Path folder) throws Exception;
    }

    public static void withFolder(Work work) throws Exception {
        Path folder = Files.isDirectory(MEMORY)
                ? Files.createTempDirectory(MEMORY, "corpus")
                : Files.createTempDirectory("corpus");
        try {
            work.in(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
