package studio.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Base64;
import studio.problem.Message;
import studio.problem.ProblemException;

/** The place of an entry in a list by time; entries of the same time are ordered by id. */
@RegisterForReflection
public record Cursor(Instant time, String id) {

    public static Cursor of(GalleryEntry entry) {
        return new Cursor(entry.createdAt(), entry.id());
    }

    public String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((time.toEpochMilli() + " " + id).getBytes(UTF_8));
    }

    /** @throws ProblemException 400 for what {@link #encoded} did not make */
    public static Cursor decoded(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", 2);
            if (parts.length == 2) {
                return new Cursor(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
            }
        } catch (IllegalArgumentException e) {
            throw broken().causedBy(e);
        }
        throw broken();
    }

    private static ProblemException broken() {
        return ProblemException.field("cursor", Message.of("gallery.cursor_invalid"));
    }
}
