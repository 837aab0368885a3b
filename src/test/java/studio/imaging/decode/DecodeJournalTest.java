package studio.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.imaging.probe.PixelLayout;
import studio.problem.Language;

/** What a picture that ends the process does at the next start: nothing. The processes here are real and end at once. */
class DecodeJournalTest {
    private static final String HEAVY = "0123456789abcdef0123456789abcdef";
    private static final String LIGHT = "fedcba9876543210fedcba9876543210";
    private static final long ROOM = 1 << 20;

    @TempDir
    Path folder;

    /** Decodes the heavy or the light picture, which ends this process without any goodbye. */
    static final class Doomed {
        public static void main(String[] arguments) throws Exception {
            boolean heavy = arguments[1].equals("heavy");
            try (Decoding work = new Decoding(new Idle(), new DecodeJournal(Path.of(arguments[0])))) {
                work.run(1, "a".repeat(32), () -> "sound");
                work.run(heavy ? ROOM : 1, heavy ? HEAVY : LIGHT, () -> {
                    Runtime.getRuntime().halt(9);
                    return "never";
                });
            } catch (UndecodedException e) {
                System.exit(3);
            }
        }
    }

    /** Decodes nothing, and has some memory for it. */
    private static final class Idle implements PictureDecoder {
        @Override
        public DecoderInfo info() {
            return new DecoderInfo("idle", null, "idle", Set.of(), Set.of(), ROOM);
        }

        @Override
        public Share share(PixelLayout layout, int box) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DecodedPicture decode(Path source, PixelLayout layout, Share share) {
            throw new UnsupportedOperationException();
        }
    }

    private int decode(String picture) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        folder.toString(),
                        picture)
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void aHeavyPictureEndsTheProcessOnceAndALightOneAFewTimes() throws Exception {
        assertThat(decode("heavy")).isEqualTo(9);
        assertThat(decode("heavy")).isEqualTo(3);
        for (int tried = 0; tried < 5; tried++) {
            assertThat(decode("light")).isEqualTo(9);
        }
        assertThat(decode("light")).isEqualTo(3);
        assertThat(decode("heavy")).isEqualTo(3);

        Path suspects = folder.resolve("decoding-ended-the-server.txt");
        assertThat(suspects).content().contains(HEAVY, LIGHT).doesNotContain("a".repeat(32));
        Files.delete(suspects);
        assertThat(decode("heavy")).as("after its line was deleted").isEqualTo(9);
    }

    @Test
    void anOrderlyEndLeavesNothingBehind() throws Exception {
        try (DecodeJournal journal = new DecodeJournal(folder)) {
            journal.begin(HEAVY, false);
        }
        try (DecodeJournal journal = new DecodeJournal(folder)) {
            journal.begin(HEAVY, false).close();
        }
    }

    @Test
    void aPictureIsNotedBeforeAndNotAfter() throws Exception {
        try (DecodeJournal journal = new DecodeJournal(folder)) {
            DecodeJournal.Mark mark = journal.begin(HEAVY, false);
            assertThat(folder.resolve("decoding")).content().contains(HEAVY);
            mark.close();
            assertThat(folder.resolve("decoding")).content().isBlank();
        }
        Files.writeString(folder.resolve("decoding"), HEAVY + " never-again 2026-11-29T12:00:00Z\n");
        try (DecodeJournal journal = new DecodeJournal(folder)) {
            assertThatExceptionOfType(UndecodedException.class)
                    .isThrownBy(() -> journal.begin(HEAVY, true))
                    .satisfies(e -> assertThat(e.message().in(Language.CHINESE)).contains("意外退出"));
        }
    }

    @Test
    void aTryThatEndsWellTakesTheSuspicionAway() throws Exception {
        for (int crash = 0; crash < 6; crash++) {
            Files.writeString(folder.resolve("decoding"), LIGHT + " tried-1 2026-11-29T12:00:00Z\n");
            try (DecodeJournal journal = new DecodeJournal(folder)) {
                DecodeJournal.Mark mark = journal.begin(LIGHT, true);
                assertThat(folder.resolve("decoding")).content().contains(LIGHT + " tried-2 ");
                mark.close();
                assertThat(folder.resolve("decoding-ended-the-server.txt"))
                        .content()
                        .isEmpty();
            }
        }
    }
}
