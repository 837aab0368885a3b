package studio.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import org.jspecify.annotations.Nullable;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.json.WholeText;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;

/**
 * Receives multipart forms on the thread that asks, so that files end with the request however it ends: by an answer, an error or
 * a broken connection. They lie in a folder of the studio's own, which is emptied on startup.
 */
@Singleton
public class Forms {
    private static final String MULTIPART = "multipart/form-data";
    private static final int MAX_PARTS = 100;
    /** A prompt: 32,000 characters of up to four bytes. */
    private static final int MAX_TEXT_BYTES = 128 << 10;

    /** A form that has been received: text in memory, what has a file name in files. These are deleted when it is closed. */
    public static final class Form implements AutoCloseable {
        private final List<Part> parts = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();

        /**
         * A field or a file, in the order of the form.
         *
         * @param name of the field; empty without one
         * @param file what the part holds, if it has a file name
         * @param text what it holds otherwise; as {@link WholeText}, like the name
         */
        public record Part(String name, @Nullable Path file, String text) {
            public Part {
                name = WholeText.of(name);
                text = WholeText.of(text);
            }
        }

        private Form() {}

        public List<Part> parts() {
            return Collections.unmodifiableList(parts);
        }

        @Override
        public void close() throws IOException {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private final Path folder;

    Forms(FolderSettings folders) {
        this.folder = folders.forms();
    }

    /** After the storage has taken the data folder for this process alone. */
    void clear(@Observes StartupEvent event) throws IOException {
        OwnerOnly.createFolder(folder);
        OwnerOnly.restrict(folder);
        Folders.empty(folder);
    }

    /**
     * Reads a form to its end; of one that fails nothing is left.
     *
     * @param contentType of the request, with the boundary
     * @return to be closed
     * @throws ProblemException 400 when it is not a whole form, 413 when it has too many or too large fields
     */
    public Form receive(String contentType, InputStream body) throws IOException {
        String boundary = contentType.toLowerCase(Locale.ROOT).startsWith(MULTIPART)
                ? HeaderUtil.extractQuotedValueFromHeader(contentType, "boundary")
                : null;
        if (boundary == null || boundary.isEmpty()) {
            throw broken();
        }
        Form form = new Form();
        try (Receiver receiver = new Receiver(form)) {
            MultipartParser.ParseState parser = MultipartParser.beginParse(
                    receiver, boundary.getBytes(StandardCharsets.US_ASCII), StandardCharsets.UTF_8.name());
            byte[] buffer = new byte[1 << 13];
            int count;
            while ((count = body.read(buffer)) >= 0) {
                parse(parser, ByteBuffer.wrap(buffer, 0, count));
            }
            if (!parser.isComplete()) {
                throw broken();
            }
            return form;
        } catch (Throwable e) {
            form.close();
            throw e;
        }
    }

    private static void parse(MultipartParser.ParseState parser, ByteBuffer bytes) throws IOException {
        try {
            parser.parse(bytes);
        } catch (ProblemException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            // The parser throws exceptions of many types for malformed input.
            throw broken().causedBy(e);
        }
    }

    private static ProblemException broken() {
        return ProblemException.of(ProblemCode.INVALID_REQUEST, Message.of("web.form_malformed"));
    }

    /** Fills the form. Faults of the disk leave it unchecked, since the parser throws checked ones for its own. */
    private final class Receiver implements MultipartParser.PartHandler, AutoCloseable {
        private final Form form;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private String name = "";
        private Charset charset = StandardCharsets.UTF_8;
        private @Nullable Path file;
        private @Nullable FileChannel out;

        Receiver(Form form) {
            this.form = form;
        }

        @Override
        public void beginPart(CaseInsensitiveMap<String> headers) {
            if (form.parts.size() == MAX_PARTS) {
                throw Failures.ofStatus(413);
            }
            String disposition = headers.getFirst("Content-Disposition");
            boolean field = disposition != null && disposition.startsWith("form-data");
            String given = field ? HeaderUtil.extractQuotedValueFromHeader(disposition, "name") : null;
            name = given == null ? "" : given;
            charset = charset(headers.getFirst("Content-Type"));
            if (field && HeaderUtil.extractQuotedValueFromHeaderWithEncoding(disposition, "filename") != null) {
                try {
                    Path created = Files.createTempFile(folder, "form-", "");
                    form.files.add(created);
                    file = created;
                    out = FileChannel.open(created, StandardOpenOption.WRITE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void data(ByteBuffer bytes) {
            FileChannel channel = out;
            if (channel != null) {
                try {
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            } else if (text.size() + bytes.remaining() > MAX_TEXT_BYTES) {
                throw Failures.ofStatus(413);
            } else {
                byte[] some = new byte[bytes.remaining()];
                bytes.get(some);
                text.writeBytes(some);
            }
        }

        @Override
        public void endPart() {
            try {
                close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            form.parts.add(new Form.Part(name, file, text.toString(charset)));
            file = null;
            text.reset();
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
                out = null;
            }
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
}
