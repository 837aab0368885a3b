import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import studio.json.Base64Input;
import studio.upstream.Billing;
import studio.upstream.answer.AnswerReader;
import studio.upstream.answer.DecodedBody;
import studio.upstream.answer.Reply;

/**
 * Measures the processor time of what touches every byte of a picture of 20 MB, in one thread and without a server. Started by {@code
 * bench/run.sh bytes}, once as it is and once without what HotSpot replaces by hand-written code, which a native executable does not have.
 */
final class Bytes {
    private static final int PICTURE = 20 << 20;
    /** As the HTTP client hands on what arrives. */
    private static final int PIECE = 60 * 1024;

    private interface Step {
        void run() throws IOException;
    }

    private final Figures figures = new Figures();
    private final Path folder = Files.createTempDirectory("bytes");

    private Bytes() throws IOException {}

    public static void main(String[] args) throws Exception {
        byte[] picture = new byte[PICTURE];
        new Random(1).nextBytes(picture);
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13};
        System.arraycopy(signature, 0, picture, 0, signature.length);
        Bytes bytes = new Bytes();
        try {
            answers(Base64.getEncoder().encodeToString(picture)).forEach((form, text) -> {
                byte[] body = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                bytes.measure("answer, " + form, () -> bytes.read(body));
            });
            bytes.measure("reference encoded", () -> new Base64Input(new ByteArrayInputStream(picture))
                    .transferTo(OutputStream.nullOutputStream()));
        } finally {
            Files.delete(bytes.folder);
        }
        System.exit(bytes.figures.print() ? 0 : 1);
    }

    private static Map<String, String> answers(String base64) {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("images form", "{\"data\":[{\"b64_json\":\"" + base64 + "\"}]}");
        forms.put("slashes escaped", "{\"data\":[{\"b64_json\":\"" + base64.replace("/", "\\/") + "\"}]}");
        forms.put("event", "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"" + base64 + "\"}\n\n");
        forms.put(
                "markdown",
                "{\"choices\":[{\"message\":{\"content\":\"![a](data:image/png;base64," + base64 + ")\"}}]}");
        return forms;
    }

    private void read(byte[] body) throws IOException {
        InputStream pieces = new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, PIECE));
            }
        };
        new AnswerReader(folder, "", Billing.FAILURES_MAY_COST, (index, file) -> {})
                .read(new Reply(200, name -> null, new DecodedBody(pieces)));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void measure(String what, Step step) {
        boolean quick = !System.getProperty("bench.quick", "").isEmpty();
        double[] millis = new double[quick ? 1 : 15];
        try {
            for (int i = quick ? 0 : -8; i < millis.length; i++) {
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                step.run();
                long taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
                if (i >= 0) {
                    millis[i] = taken / 1e6;
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        figures.add("bytes, " + what + ", 20 MB", "ms cpu", millis);
    }
}
