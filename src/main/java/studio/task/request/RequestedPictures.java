package studio.task.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.file.ImageFiles;
import studio.json.DataUrls;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.storage.Ids;
import studio.task.ReferencePicture;
import studio.upstream.Answer;
import studio.upstream.ResultDownloads;
import studio.upstream.UpstreamException;

/** Reads the {@code images} of a generation: data URLs, uploads, pictures of the gallery and of the web. */
final class RequestedPictures {
    /** However many a model takes. */
    static final int MOST = 64;

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

    /** @throws ProblemException 400 naming the first that is none */
    List<ReferencePicture> of(SpooledJson json, Path folder) throws IOException {
        JsonNode images = json.tree().path("images");
        if (images.isMissingNode() || images.isNull()) {
            return List.of();
        }
        if (!images.isArray()) {
            throw ProblemException.wrong("images", Message.of("generation.list_expected"));
        }
        if (images.size() > MOST) {
            throw ProblemException.field("images", Message.of("generation.references_too_many", MOST));
        }
        List<ReferencePicture> pictures = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            pictures.add(image(json, images.get(i), "images[" + i + "]", folder));
        }
        return List.copyOf(pictures);
    }

    /** @throws ProblemException 400 when it is no picture */
    @Nullable
    ReferencePicture mask(SpooledJson json, Path folder) throws IOException {
        JsonNode mask = json.tree().path("mask");
        return mask.isMissingNode() || mask.isNull() ? null : image(json, mask, "mask", folder);
    }

    private ReferencePicture image(SpooledJson json, JsonNode node, String field, Path folder) throws IOException {
        if (!node.isTextual()) {
            throw ProblemException.wrong(field, Message.of("generation.text_expected"));
        }
        Optional<Spooled> spooled = json.spooled(node);
        if (spooled.isEmpty()) {
            return named(node.textValue(), field, folder);
        }
        return switch (spooled.get()) {
            case Spooled.Binary binary -> references.keep(binary.file(), binary.sha256(), field);
            case Spooled.Damaged damaged ->
                throw ProblemException.field(field, Message.of("generation.picture_base64_damaged", damaged.reason()));
            case Spooled.Text ignored -> throw notAReference(field);
        };
    }

    private ReferencePicture named(String name, String field, Path folder) throws IOException {
        if (name.startsWith("upload:")) {
            return references
                    .find(name.substring("upload:".length()))
                    .orElseThrow(() -> ProblemException.field(field, Message.of("generation.upload_expired")));
        }
        if (name.startsWith("gallery:")) {
            String id = name.substring("gallery:".length());
            Path file = gallery.find(id)
                    .map(GalleryEntry::fileName)
                    .flatMap(files::find)
                    .orElseThrow(() -> ProblemException.field(field, Message.of("generation.gallery_picture_unknown")));
            return references.copy(file, field);
        }
        if (name.regionMatches(true, 0, "https://", 0, 8)) {
            return fetched(name, field, folder);
        }
        Optional<Spooled> decoded = DataUrls.decode(name, folder.resolve("short-" + ids.next()), false);
        if (decoded.isPresent() && decoded.get() instanceof Spooled.Binary binary) {
            return references.keep(binary.file(), binary.sha256(), field);
        }
        throw notAReference(field);
    }

    private ReferencePicture fetched(String address, String field, Path folder) throws IOException {
        try {
            Answer.StoredPicture fetched = downloads.fetchReference(address, folder);
            return references.keep(fetched.file(), fetched.sha256(), field);
        } catch (UpstreamException e) {
            throw ProblemException.field(field, Message.of("generation.reference_not_downloaded", e.upstreamMessage()))
                    .causedBy(e);
        }
    }

    private static ProblemException notAReference(String field) {
        return ProblemException.wrong(field, Message.of("generation.reference_form"));
    }
}
