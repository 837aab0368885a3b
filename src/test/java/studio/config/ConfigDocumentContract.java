package studio.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every place that keeps the configuration document promises; each implementation has a test class of this. */
abstract class ConfigDocumentContract {

    /** A document that nobody has written yet, the same one in a test. */
    abstract ConfigDocument open();

    /** As another process or a person does it, without any version. */
    abstract void writeAsSomebodyElse(String text) throws IOException;

    @Test
    void aDocumentThatNobodyWroteHasNoStateAndNoVersion() throws IOException {
        assertThat(open().version()).isEmpty();
        assertThat(open().read()).isEmpty();
        assertThat(open().place()).isNotBlank();
    }

    @Test
    void whatWasWrittenIsReadWithTheVersionThatTheWriteGave() throws IOException {
        ConfigDocument.Version written = write("{\"a\": 1}", Optional.empty()).orElseThrow();
        assertThat(open().version()).contains(written);
        ConfigDocument.State state = open().read().orElseThrow();
        assertThat(state.version()).isEqualTo(written);
        assertThat(text(state)).isEqualTo("{\"a\": 1}");
    }

    @Test
    void theFirstIsWrittenOnce() throws IOException {
        assertThat(write("one", Optional.empty())).isPresent();
        assertThat(write("another", Optional.empty())).isEmpty();
        assertThat(text(open().read().orElseThrow())).isEqualTo("one");
    }

    @Test
    void aWriteReplacesTheVersionThatItNamesAndNoOther() throws IOException {
        Optional<ConfigDocument.Version> first = write("first", Optional.empty());
        Optional<ConfigDocument.Version> second = write("the second", first);
        assertThat(second).isPresent().isNotEqualTo(first);
        assertThat(write("late", first)).isEmpty();
        assertThat(text(open().read().orElseThrow())).isEqualTo("the second");
        assertThat(write("3rd", second)).isPresent();
        assertThat(text(open().read().orElseThrow())).isEqualTo("3rd");
    }

    @Test
    void whatSomebodyElseWritesIsNoticedAndNotOverwritten() throws IOException {
        Optional<ConfigDocument.Version> first = write("ours", Optional.empty());
        writeAsSomebodyElse("somebody else's");
        assertThat(open().version()).isPresent().isNotEqualTo(first);
        assertThat(write("ours again", first)).isEmpty();
        assertThat(text(open().read().orElseThrow())).isEqualTo("somebody else's");
    }

    @Test
    void contentOfAnySizeUpToTheLimitIsKeptToTheByte() throws IOException {
        byte[] content = new byte[ConfigDocument.MAX_BYTES];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }
        Optional<ConfigDocument.Version> version = open().write(content, Optional.empty());
        assertThat(open().read().orElseThrow().content()).isEqualTo(content);
        assertThat(open().write(new byte[0], version)).isPresent();
        assertThat(open().read().orElseThrow().content()).isEmpty();
    }

    @Test
    void writersAtOnceLeaveTheContentOfOneOfThem() throws Exception {
        Optional<ConfigDocument.Version> first = write("first", Optional.empty());
        AtomicInteger won = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (String text : new String[] {"of one", "of another"}) {
                threads.submit(() -> {
                    start.await();
                    return write(text, first).map(version -> won.incrementAndGet());
                });
            }
            start.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(won).hasPositiveValue();
        assertThat(text(open().read().orElseThrow())).startsWith("of ");
    }

    private Optional<ConfigDocument.Version> write(String text, Optional<ConfigDocument.Version> expected)
            throws IOException {
        return open().write(text.getBytes(StandardCharsets.UTF_8), expected);
    }

    private static String text(ConfigDocument.State state) {
        return new String(state.content(), StandardCharsets.UTF_8);
    }
}
