package studio.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser.PartHandler;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemException;

/** Keeps the parts of a form while they come: text in memory, what has a file name in a file. */
final class FormParts implements PartHandler {
    /** A prompt: 32,000 characters of up to four bytes. */
    private static final int MAX_TEXT_BYTES = 128 << 10;

    private static final int MAX_PARTS = 100;

    private final Path folder;
    private final List<Form.Part> parts = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private String name = "";
    private Charset charset = StandardCharsets.UTF_8;
    private @Nullable Path file;
    private @Nullable FileChannel out;
    private @Nullable IOException disk;
    private @Nullable ProblemException refused;

    FormParts(Path folder) {
        this.folder = folder;
    }

    @Override
    public void beginPart(CaseInsensitiveMap<String> headers) {
        if (parts.size() == MAX_PARTS) {
            throw refuse();
        }
        String disposition = headers.getFirst("Content-Disposition");
        String type = headers.getFirst("Content-Type");
        boolean field = disposition != null && disposition.startsWith("form-data");
        String given = field ? HeaderUtil.extractQuotedValueFromHeader(disposition, "name") : null;
        name = given == null ? "" : given;
        charset = charset(type);
        if (field && HeaderUtil.extractQuotedValueFromHeaderWithEncoding(disposition, "filename") != null) {
            onDisk(() -> {
                file = Files.createTempFile(folder, "form-", "");
                out = FileChannel.open(file, StandardOpenOption.WRITE);
            });
        }
    }

    @Override
    public void data(ByteBuffer bytes) {
        FileChannel channel = out;
        if (channel != null) {
            onDisk(() -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
        } else if (text.size() + bytes.remaining() > MAX_TEXT_BYTES) {
            throw refuse();
        } else {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            text.writeBytes(some);
        }
    }

    @Override
    public void endPart() {
        onDisk(this::closeFile);
        parts.add(new Form.Part(name, file, text.toString(charset)));
        file = null;
        text.reset();
    }

    List<Form.Part> received() {
        return List.copyOf(parts);
    }

    /** Throws what went wrong here rather than in the form. */
    void rethrow() throws IOException {
        if (disk != null) {
            throw disk;
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** Deletes what has come so far. */
    void discard() throws IOException {
        closeFile();
        if (file != null) {
            Files.deleteIfExists(file);
        }
        new Form(parts).close();
    }

    private void closeFile() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    private ProblemException refuse() {
        ProblemException problem = Failures.ofStatus(413);
        refused = problem;
        return problem;
    }

    /** Keeps what the disk does wrong, since the parser throws something of its own. */
    private void onDisk(DiskWork work) {
        try {
            work.run();
        } catch (IOException e) {
            disk = e;
            throw new UncheckedIOException(e);
        }
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    private static Charset charset(@Nullable String type) {
        String named = type == null ? null : HeaderUtil.extractQuotedValueFromHeader(type, "charset");
        try {
            return named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
