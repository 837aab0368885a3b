package studio.upstream.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Outcome;
import studio.upstream.ProviderScene;
import studio.upstream.UpstreamException;

/** Streams of pictures as OpenAI, OpenRouter, Ark and careless relays send them. */
class PictureEventsTest {
    @TempDir
    Path folder;

    private final List<String> shown = new ArrayList<>();
    private final List<byte[]> drafts = new ArrayList<>();

    private static String partial(int index, byte[] picture) {
        return "{\"type\":\"image_generation.partial_image\",\"partial_image_index\":" + index + ",\"b64_json\":\""
                + ProviderScene.base64(picture) + "\"}";
    }

    private static String completed(byte[] picture) {
        return "{\"type\":\"image_generation.completed\",\"b64_json\":\"" + ProviderScene.base64(picture)
                + "\",\"created\":1795400000,\"usage\":{\"total_tokens\":9,\"cost\":0.011}}";
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private Answer read(String stream) throws IOException {
        return read(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer read(InputStream stream) throws IOException {
        return new AnswerReader(folder, "", Billing.FAILURES_MAY_COST, (index, file) -> {
                    shown.add(index + " " + file.getFileName());
                    try {
                        drafts.add(Files.readAllBytes(file));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .read(new Reply(200, name -> null, stream));
    }

    private static byte[] bytes(Answer answer) throws IOException {
        assertThat(answer.candidates()).hasSize(1);
        return Files.readAllBytes(((Answer.StoredPicture) answer.candidates().getFirst()).file());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void unfinishedPicturesAreShownInOrderAndOnlyTheNewestStays() throws Exception {
        byte[] last = ProviderScene.png(9, 20_000);
        Answer answer = read(event(partial(0, ProviderScene.png(1, 9_000)))
                + event(partial(1, ProviderScene.png(2, 9_000)))
                + event(partial(2, ProviderScene.png(3, 900)))
                + event(completed(last))
                + "data: [DONE]\n\n");
        assertThat(bytes(answer)).isEqualTo(last);
        assertThat(shown).containsExactly("0 partial-0.1", "1 partial-1.2", "2 partial-2.3");
        assertThat(drafts)
                .containsExactly(ProviderScene.png(1, 9_000), ProviderScene.png(2, 9_000), ProviderScene.png(3, 900));
        assertThat(files()).hasSize(2).contains("partial-2.3");
        assertThat(answer.details().usage().path("total_tokens").asInt()).isEqualTo(9);
        assertThat(answer.details().cost()).hasToString("0.011");
        assertThat(answer.details().shortfall()).isNull();
        assertThat(answer.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: P\ndata: 0\n\nevent: C\ndata: 1\n\n",
                "event: P\r\ndata: 0\r\n\r\nevent: C\r\ndata: 1\r\n\r\ndata: [DONE]\r\n\r\n",
                "data:0\r\rdata:1\r\r",
                ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\ndata: 0\n\n: again\n\nid: 7\ndata: 1\n\ndata: [DONE]",
                "retry: 10\nevent: P\ndata: 0\n: in between\n\nevent: C\ndata: 1",
                "data: 0\ndata: 1\n",
                "data: {\"type\":\"image_generation.text_chunk\",\"phase\":\"content\",\"text\":\"<svg\"}\n\ndata: 0\n\ndata: 1\n\n",
                "data: 0\n\ndata: 2\n\n",
            })
    void everyWayOfWritingAStreamIsRead(String form) throws Exception {
        byte[] last = ProviderScene.png(9, 70_000);
        String pretty = completed(last).replace(",\"", "\ndata:  ,\"").replace("}}", "\ndata:   }\ndata: }");
        String stream = form.replace("data: {", "DATA {")
                .replaceAll("(data: ?)0", "$1" + partial(0, ProviderScene.png(1, 9_000)))
                .replaceAll("(data: ?)1", "$1" + completed(last))
                .replaceAll("(data: ?)2", "$1" + pretty)
                .replace("DATA {", "data: {");
        Answer answer = read(new Dripping(stream.getBytes(StandardCharsets.UTF_8), 4_093));
        assertThat(bytes(answer)).isEqualTo(last);
        assertThat(shown).containsExactly("0 partial-0.1");
        assertThat(answer.details().usage().path("total_tokens").asInt()).isEqualTo(9);
        assertThat(answer.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void aStreamMayBeCutAnywhere(int bytes) throws Exception {
        String stream = ": hello\r\n\r\nevent: x\r\ndata: " + partial(0, ProviderScene.png(1, 900))
                + "\r\n\r\ndata:" + completed(ProviderScene.png(9, 900)).replace(",\"", "\r\ndata:  ,\"")
                + "\r\n\r\ndata: [DONE]\r\n\r\n";
        Answer answer = read(new Dripping(stream.getBytes(StandardCharsets.UTF_8), bytes));
        assertThat(bytes(answer)).isEqualTo(ProviderScene.png(9, 900));
        assertThat(shown).containsExactly("0 partial-0.1");
        assertThat(answer.details().usage().path("total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void anEventIsShownAsSoonAsItHasCome() throws Exception {
        PipedOutputStream server = new PipedOutputStream();
        PipedInputStream body = new PipedInputStream(server, 1 << 20);
        CountDownLatch seen = new CountDownLatch(1);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return new AnswerReader(folder, "", Billing.FAILURES_MAY_COST, (index, file) -> seen.countDown())
                        .read(new Reply(200, name -> null, body));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        server.write(event(partial(0, ProviderScene.png(1, 9_000))).getBytes(StandardCharsets.UTF_8));
        server.flush();
        assertThat(seen.await(10, TimeUnit.SECONDS))
                .as("shown while the stream is open")
                .isTrue();
        assertThat(answer).isNotDone();
        // The sender keeps its side open: the terminator ends it.
        server.write(
                (event(completed(ProviderScene.png(9, 9_000))) + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8));
        server.flush();
        assertThat(answer.get(10, TimeUnit.SECONDS).candidates()).hasSize(1);
        server.close();
    }

    @Test
    void aLineOfFiftyMegabytesNeedsLittleMemory() throws Exception {
        byte[] chunk = new byte[3 << 20];
        new Random(1).nextBytes(chunk);
        byte[] block = ProviderScene.base64(chunk).getBytes(StandardCharsets.US_ASCII);
        List<InputStream> parts = new ArrayList<>();
        for (String type : List.of("partial_image", "completed")) {
            parts.add(new ByteArrayInputStream(
                    ("data: {\"type\":\"image_edit." + type + "\",\"b64_json\":\"data:image/png;base64,")
                            .getBytes(StandardCharsets.UTF_8)));
            for (int i = 0; i < 17; i++) {
                parts.add(new ByteArrayInputStream(block));
            }
            parts.add(new ByteArrayInputStream("\"}\n\n".getBytes(StandardCharsets.UTF_8)));
        }
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Answer answer = new AnswerReader(
                        folder, "", Billing.FAILURES_MAY_COST, (index, file) -> shown.add(file.toString()))
                .read(new Reply(
                        200, name -> null, new java.io.SequenceInputStream(java.util.Collections.enumeration(parts))));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(((Answer.StoredPicture) answer.candidates().getFirst()).bytes())
                .isEqualTo(17L * chunk.length);
        assertThat(Files.size(Path.of(shown.getFirst()))).isEqualTo(17L * chunk.length);
        assertThat(allocated).isLessThan(8L << 20);
    }

    @Test
    void anErrorEventIsTheUpstreamsNo() {
        UpstreamException failure = catchThrowableOfType(
                UpstreamException.class,
                () -> read(
                        event(partial(0, ProviderScene.png(1, 9_000))) + "event: error\n"
                                + event(
                                        "{\"type\":\"error\",\"error\":{\"type\":\"image_generation_user_error\",\"code\":\"moderation_blocked\",\"message\":\"safety\",\"param\":null}}")));
        assertThat(failure.code()).isEqualTo("prompt_blocked");
        assertThat(failure.outcome()).isEqualTo(Outcome.FINAL);
        assertThat(failure.upstreamCode()).isEqualTo("moderation_blocked");
    }

    @Test
    void anErrorOfTheServerLeavesOpenWhetherItIsBilled() {
        UpstreamException failure = catchThrowableOfType(
                UpstreamException.class,
                () -> read(
                        event(
                                "{\"type\":\"error\",\"error\":{\"message\":\"m\",\"code\":\"server_error\",\"type\":null,\"param\":null}}")));
        assertThat(failure.code()).isEqualTo("upstream_error");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ": only a comment\n\n", "data: [DONE]\n\n"})
    void aStreamThatEndsBeforeItsPictureIsCut(String end) {
        String stream = end.startsWith(":") ? end : event(partial(0, ProviderScene.png(1, 9_000))) + end;
        assertThatThrownBy(() -> read(stream)).isInstanceOf(EOFException.class);
    }

    @Test
    void aDraftThatBreaksOffLeavesNothingThatLooksLikeAResult() throws Exception {
        String stream = event(partial(0, ProviderScene.png(1, 9_000))) + "data: "
                + partial(1, ProviderScene.png(2, 9_000)).replace("}", "");
        assertThatThrownBy(() -> read(stream)).isInstanceOf(IOException.class);
        assertThat(files()).containsExactly("partial-0.1");
    }

    @Test
    void aFinishedPictureCountsThoughTheStreamBreaksAfterIt() throws Exception {
        byte[] first = ProviderScene.png(9, 20_000);
        Answer answer = read(event(completed(first)) + "data: "
                + completed(ProviderScene.png(8, 20_000)).substring(0, 9_000));
        assertThat(bytes(answer)).isEqualTo(first);
        assertThat(answer.details().shortfall().code()).isEqualTo("cut");
        assertThat(answer.details().usage().path("total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void whatCameIsKeptAndWhatFailedIsTold() throws Exception {
        Answer answer = read(event(
                        "{\"type\":\"image_generation.partial_succeeded\",\"image_index\":0,\"url\":\"https://a.org/1.png\"}")
                + event(
                        "{\"type\":\"image_generation.partial_failed\",\"image_index\":1,\"error\":{\"code\":\"OutputImageSensitiveContentDetected\",\"message\":\"m\"}}")
                + event("{\"type\":\"image_generation.completed\",\"usage\":{\"generated_images\":1}}")
                + "data: [DONE]\n\n");
        assertThat(answer.candidates()).containsExactly(Answer.RemotePicture.at("https://a.org/1.png"));
        assertThat(answer.details().shortfall().code()).isEqualTo("image_blocked");
        assertThat(answer.details().usage().path("generated_images").asInt()).isEqualTo(1);
    }

    @Test
    void damagedDraftsAreNotShown() throws Exception {
        String damaged =
                "{\"type\":\"image_edit.partial_image\",\"partial_image_index\":0,\"b64_json\":\"data:image/png;base64,iVBOR!!\"}";
        Answer answer = read(event(damaged) + event(completed(ProviderScene.png(9, 9_000))));
        assertThat(answer.candidates()).hasSize(1);
        assertThat(shown).isEmpty();
        assertThat(files()).hasSize(1);
    }

    /** Gives a few bytes at a time, so that everything is cut somewhere in the middle. */
    private static final class Dripping extends ByteArrayInputStream {
        private final int most;

        Dripping(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        /** Else a buffer reads on until it is full. */
        @Override
        public synchronized int available() {
            return 0;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, most));
        }
    }
}
