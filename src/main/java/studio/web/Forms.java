package studio.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;

/**
 * Receives multipart forms on the thread that asks, so that files end with the request however it ends: by an answer, an error or
 * a broken connection. They lie in a folder of the studio's own, which is emptied at the start.
 */
@Singleton
public class Forms {
    private static final String MULTIPART = "multipart/form-data";

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
     * Reads a form to its end.
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
        FormParts parts = new FormParts(folder);
        boolean whole = false;
        try {
            read(
                    MultipartParser.beginParse(
                            parts, boundary.getBytes(StandardCharsets.US_ASCII), StandardCharsets.UTF_8.name()),
                    parts,
                    body);
            whole = true;
        } finally {
            if (!whole) {
                parts.discard();
            }
        }
        return new Form(parts.received());
    }

    private static void read(MultipartParser.ParseState parser, FormParts parts, InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 13];
        int count;
        while ((count = body.read(buffer)) >= 0) {
            try {
                parser.parse(ByteBuffer.wrap(buffer, 0, count));
            } catch (IOException | RuntimeException e) {
                // The parser throws exceptions of many types for malformed input.
                parts.rethrow();
                throw broken().causedBy(e);
            }
        }
        if (!parser.isComplete()) {
            throw broken();
        }
    }

    private static ProblemException broken() {
        return ProblemException.of(ProblemCode.INVALID_REQUEST, Message.of("web.form_malformed"));
    }
}
