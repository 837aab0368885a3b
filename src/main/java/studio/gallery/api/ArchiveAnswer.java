package studio.gallery.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.file.DownloadName;
import studio.gallery.file.ImageFiles;
import studio.gallery.file.PictureArchive;

/** The answer that is a ZIP of entries. */
@Singleton
class ArchiveAnswer {
    static final String ZIP = "application/zip";

    private final Gallery gallery;
    private final ImageFiles images;

    ArchiveAnswer(Gallery gallery, ImageFiles images) {
        this.gallery = gallery;
        this.images = images;
    }

    /**
     * @param body false: only the headers, for HEAD
     * @throws studio.problem.ProblemException 404 when none of the entries is there; the absence of some is told in the ZIP
     */
    Response of(Collection<String> ids, boolean body) {
        List<GalleryEntry> entries = gallery.findAll(ids);
        if (entries.isEmpty()) {
            throw GalleryResource.notFound();
        }
        Set<String> missing = new LinkedHashSet<>(ids);
        entries.forEach(entry -> missing.remove(entry.id()));
        String name = "image-studio-" + DownloadName.stamp(Instant.now()) + ".zip";
        Response.ResponseBuilder answer =
                Response.ok().type(ZIP).header(HttpHeaders.CONTENT_DISPOSITION, DownloadName.attachment(name));
        if (body) {
            StreamingOutput zip = new PictureArchive(entries, missing, images)::writeTo;
            answer.entity(zip);
        }
        return answer.build();
    }
}
