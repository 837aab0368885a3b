package studio.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.file.ImageFiles;
import studio.gallery.file.RecoveredEntry;
import studio.imaging.ImageSettings;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.metadata.PromptText;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.intake.Skip.SkippedException;
import studio.picture.LocalPicture;
import studio.picture.StoredPicture;
import studio.storage.FreeSpace;
import studio.storage.Ids;

/**
 * Takes one picture file into the gallery, as it is. What is known of it comes from the earlier server's list, else from what the
 * studio or another program wrote into it, else from its name and time.
 */
@Singleton
class TakePicture {
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final Gallery gallery;
    private final ImageFiles images;
    private final ImageSettings settings;
    private final FreeSpace space;
    private final RecoveredEntry recovered;
    private final Ids ids;

    TakePicture(
            Gallery gallery, ImageFiles images, ImageSettings settings, FreeSpace space, ObjectMapper mapper, Ids ids) {
        this.gallery = gallery;
        this.space = space;
        this.images = images;
        this.settings = settings;
        this.recovered = new RecoveredEntry(mapper, ids);
        this.ids = ids;
    }

    /**
     * @param name of the file as it was sent, without folders
     * @param described the entry of the earlier server's list
     * @return false when the gallery has the same picture, byte by byte
     * @throws SkippedException when it is no picture that can be shown
     * @throws IOException when the disk fails
     * @throws studio.problem.ProblemException 507 {@code disk_full}
     */
    boolean take(Path file, String name, Instant modified, Optional<GalleryEntry> described)
            throws IOException, SkippedException {
        space.assertEnough();
        ImageInfo info = probed(file);
        if (known(file, info.bytes())) {
            return false;
        }
        GalleryEntry base = described.isPresent() ? described.get() : found(file, name, info, modified);
        String id = PLAIN_ID.matcher(base.id()).matches() && !gallery.exists(base.id()) ? base.id() : ids.next();
        Instant created = base.createdAt().equals(Instant.EPOCH)
                ? RecoveredEntry.timeInName(name).orElse(modified)
                : base.createdAt();
        ImageFiles.Stored stored;
        ImageFiles.Small small;
        try (ImageFiles.Shrinking shrinking = images.shrink(file, info)) {
            String baseName = created.toEpochMilli() + "-" + id;
            stored = images.store(file, info, baseName, PictureMetadata.NONE, shrinking);
            small = small(shrinking, stored.fileName());
        }
        return gallery.addNew(List.of(entry(base, id, created, info, stored, small))) > 0;
    }

    private ImageFiles.Small small(ImageFiles.Shrinking shrinking, String fileName) throws SkippedException {
        try {
            return shrinking.stored(fileName);
        } catch (NotAnImageException e) {
            images.discard(fileName);
            throw new SkippedException(Skip.DAMAGED);
        } catch (UndecodedException e) {
            return ImageFiles.Small.NONE;
        }
    }

    private ImageInfo probed(Path file) throws IOException, SkippedException {
        ImageInfo info;
        try {
            info = images.completed(file, ImageProbe.probe(file));
        } catch (NotAnImageException e) {
            throw new SkippedException(Skip.NOT_A_PICTURE);
        }
        if (!info.format().raster()) {
            throw new SkippedException(Skip.NOT_A_PICTURE);
        }
        if (info.pixels() > settings.maxPixels()) {
            throw new SkippedException(Skip.TOO_MANY_PIXELS);
        }
        if (!info.complete()) {
            throw new SkippedException(Skip.DAMAGED);
        }
        return info;
    }

    private boolean known(Path file, long bytes) throws IOException {
        for (String name : gallery.filesOfSize(bytes)) {
            StoredPicture other = images.find(name).orElse(null);
            if (other != null && same(other, file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(StoredPicture other, Path file) throws IOException {
        try (LocalPicture local = other.local()) {
            return Files.mismatch(local.path(), file) < 0;
        }
    }

    private GalleryEntry found(Path file, String name, ImageInfo info, Instant modified) throws IOException {
        PictureMetadata own = PictureMetadata.read(file);
        GalleryEntry entry = recovered.of(name, info, own, modified);
        @Nullable
        PromptText text =
                entry.prompt().isEmpty() ? PromptText.read(file, info.format()).orElse(null) : null;
        return text == null ? entry : labelled(entry, text);
    }

    private static GalleryEntry labelled(GalleryEntry entry, PromptText text) {
        return new GalleryEntry(
                entry.id(),
                text.prompt(),
                entry.responseText(),
                entry.fileName(),
                null,
                false,
                entry.configId(),
                entry.configLabel(),
                text.model(),
                entry.aspectRatio(),
                entry.imageSize(),
                entry.createdAt(),
                entry.width(),
                entry.height(),
                entry.bytes(),
                entry.format(),
                null,
                false,
                null,
                null,
                null,
                null,
                false);
    }

    private static GalleryEntry entry(
            GalleryEntry base,
            String id,
            Instant created,
            ImageInfo info,
            ImageFiles.Stored stored,
            ImageFiles.Small small) {
        return new GalleryEntry(
                id,
                base.prompt(),
                base.responseText(),
                stored.fileName(),
                small.previewName(),
                small.hasThumbnail(),
                base.configId(),
                base.configLabel(),
                base.modelId(),
                base.aspectRatio(),
                base.imageSize(),
                created,
                info.width(),
                info.height(),
                stored.bytes(),
                info.format().extension(),
                small.placeholder(),
                base.favorite(),
                base.taskId(),
                base.durationMs(),
                base.usage(),
                base.parameters(),
                false);
    }
}
