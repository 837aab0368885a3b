package studio.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;

/**
 * Receives multipart forms on the thread that asks, so that files end with the request however it ends: by an answer, an error or
 * a broken connection. They lie in a folder of the studio's own, which is emptied on startup.
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
            throw Form.broken();
        }
        return Form.read(body, boundary, folder);
    }
}
