package studio.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of the gallery's list whose entries are objects again. */
public record EntryPage(
        List<GalleryEntry> entries, @Nullable String nextCursor, long total) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static EntryPage of(Gallery gallery, GalleryFilter filter, @Nullable Cursor after, int limit) {
        Gallery.GalleryPage page = gallery.page(filter, after, limit, "");
        Cursor next = page.entries().next();
        List<String> ids = ids(page.entries());
        List<GalleryEntry> entries = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += 500) {
            entries.addAll(gallery.findAll(ids.subList(i, Math.min(ids.size(), i + 500))));
        }
        return new EntryPage(entries, next == null ? null : next.encoded(), page.total());
    }

    /** The ids in their order; as many as the listing says it has. */
    public static List<String> ids(Gallery.Listing listing) {
        try {
            JsonNode entries =
                    MAPPER.readTree("[" + new String(listing.json(), java.nio.charset.StandardCharsets.UTF_8) + "]");
            List<String> ids = new ArrayList<>();
            entries.forEach(entry -> ids.add(entry.path("id").asText()));
            if (ids.size() != listing.count()) {
                throw new AssertionError(ids.size() + " entries, said to be " + listing.count());
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
