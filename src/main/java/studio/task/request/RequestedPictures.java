package studio.task.request;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.files.OwnerOnly;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.file.ImageFiles;
import studio.json.DataUrls;
import studio.json.Spooled;
import studio.picture.StoredPicture;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.storage.Ids;
import studio.task.GenerationRequest.ReferencePicture;
import studio.upstream.Answer;
import studio.upstream.ResultDownloads;
import studio.upstream.UpstreamException;

/** Finds the pictures that a generation names: data URLs, uploads, pictures of the gallery and of the web. */
@Singleton
public class RequestedPictures {
    /** However many a model takes. */
    static final int MAX = 64;

    private static final String UPLOAD = "upload:";
    private static final String GALLERY = "gallery:";

    private final ReferencePictures references;
    private final Gallery gallery;
    private final ImageFiles files;
    private final ResultDownloads downloads;
    private final Ids ids;

    RequestedPictures(
            ReferencePictures references, Gallery gallery, ImageFiles files, ResultDownloads downloads, Ids ids) {
        this.references = references;
        this.gallery = gallery;
        this.files = files;
        this.downloads = downloads;
        this.ids = ids;
    }

    /**
     * @param images texts, or the tokens of long ones
     * @param spooled the long texts of the body by their tokens
     * @param folder for what is fetched or decoded; made when there is none
     * @throws ProblemException 400 naming the first that is not a picture
     */
    List<ReferencePicture> of(@Nullable List<String> images, Map<String, Spooled> spooled, Path folder)
            throws IOException {
        if (images == null) {
            return List.of();
        }
        if (images.size() > MAX) {
            throw ProblemException.field("images", Message.of("generation.references_too_many", MAX));
        }
        List<ReferencePicture> pictures = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            pictures.add(image(images.get(i), spooled, "images[" + i + "]", folder));
        }
        return List.copyOf(pictures);
    }

    /** @throws ProblemException 400 when it is not a picture */
    @Nullable
    ReferencePicture mask(@Nullable String mask, Map<String, Spooled> spooled, Path folder) throws IOException {
        return mask == null ? null : image(mask, spooled, "mask", folder);
    }

    private ReferencePicture image(@Nullable String name, Map<String, Spooled> spooled, String field, Path folder)
            throws IOException {
        if (name == null) {
            throw ProblemException.wrong(field, Message.of("web.expected_text"));
        }
        Spooled longText = spooled.get(name);
        if (longText == null) {
            return named(name, field, folder);
        }
        return switch (longText) {
            case Spooled.Binary binary -> references.keep(binary.file(), field);
            case Spooled.Damaged damaged ->
                throw ProblemException.field(field, Message.of("generation.picture_base64_damaged", damaged.reason()));
            case Spooled.Text ignored -> throw notAReference(field);
        };
    }

    private ReferencePicture named(String name, String field, Path folder) throws IOException {
        if (name.startsWith(UPLOAD)) {
            return references
                    .find(name.substring(UPLOAD.length()))
                    .orElseThrow(() -> ProblemException.field(field, Message.of("generation.upload_expired")));
        }
        if (name.startsWith(GALLERY)) {
            StoredPicture picture = gallery.find(name.substring(GALLERY.length()))
                    .map(GalleryEntry::fileName)
                    .flatMap(files::find)
                    .orElseThrow(() -> ProblemException.field(field, Message.of("generation.gallery_picture_unknown")));
            try (InputStream in = picture.content().open()) {
                return references.receive(in, field);
            }
        }
        OwnerOnly.createFolder(folder);
        if (name.regionMatches(true, 0, "https://", 0, 8)) {
            return fetched(name, field, folder);
        }
        Spooled decoded = DataUrls.decode(name, folder.resolve("short-" + ids.next()), false)
                .orElse(null);
        if (decoded instanceof Spooled.Binary binary) {
            return references.keep(binary.file(), field);
        }
        throw notAReference(field);
    }

    private ReferencePicture fetched(String address, String field, Path folder) throws IOException {
        try {
            Answer.StoredPicture fetched = downloads.fetchReference(address, folder);
            return references.keep(fetched.file(), field);
        } catch (UpstreamException e) {
            throw ProblemException.field(field, Message.of("generation.reference_not_downloaded", e.upstreamMessage()))
                    .causedBy(e);
        }
    }

    private static ProblemException notAReference(String field) {
        return ProblemException.wrong(field, Message.of("generation.reference_form"));
    }
}
