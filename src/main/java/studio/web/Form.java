package studio.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;

/** A multipart form that has been received. Its files are deleted when it is closed. */
public final class Form implements AutoCloseable {

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

    private final List<Part> parts;

    Form(List<Part> parts) {
        this.parts = parts;
    }

    public List<Part> parts() {
        return parts;
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            if (part.file() != null) {
                Files.deleteIfExists(part.file());
            }
        }
    }
}
