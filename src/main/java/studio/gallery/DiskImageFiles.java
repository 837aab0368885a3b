package studio.gallery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.metadata.PictureMetadataWriter;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.settings.FolderSettings;

/** The pictures as plain files in the gallery's folder. */
@Singleton
class DiskImageFiles implements ImageFiles {
    private static final Pattern BASE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private final GalleryFolder folder;
    private final boolean embedMetadata;
    private final Thumbnailer thumbnailer;

    @Inject
    DiskImageFiles(FolderSettings folders, GallerySettings gallerySettings, Thumbnailer thumbnailer) {
        this(new GalleryFolder(folders), gallerySettings.embedMetadata(), thumbnailer);
    }

    DiskImageFiles(GalleryFolder folder, boolean embedMetadata, Thumbnailer thumbnailer) {
        this.folder = folder;
        this.embedMetadata = embedMetadata;
        this.thumbnailer = thumbnailer;
        try {
            folder.create();
        } catch (IOException e) {
            throw new UncheckedIOException("The gallery folder cannot be used: " + folder.pictures(), e);
        }
    }

    @Override
    public String store(Path picture, ImageInfo info, String baseName, PictureMetadata metadata) {
        if (!BASE_NAME.matcher(baseName).matches()) {
            throw new IllegalArgumentException("Not a base name: " + baseName);
        }
        String fileName = baseName + "." + info.format().extension();
        Path incoming = folder.incoming().resolve(fileName + "." + UUID.randomUUID());
        try {
            try {
                // Somebody may have tidied up since the last one.
                folder.create();
                fill(incoming, picture, info, metadata);
                OwnerOnly.restrict(incoming);
                AtomicFiles.moveIntoPlace(incoming, folder.picture(fileName));
            } finally {
                Files.deleteIfExists(incoming);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The picture could not be saved as " + fileName, e);
        }
        return fileName;
    }

    /** A cancel that interrupts the thread closes the channels inside; the picture is there already, so it is kept. */
    private void fill(Path incoming, Path picture, ImageInfo info, PictureMetadata metadata) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!filled(incoming, picture, info, metadata)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean filled(Path incoming, Path picture, ImageInfo info, PictureMetadata metadata) throws IOException {
        try {
            if (embedMetadata) {
                PictureMetadataWriter.embed(picture, info, metadata, incoming);
            } else {
                Files.copy(picture, incoming, StandardCopyOption.REPLACE_EXISTING);
            }
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    @Override
    public ImageInfo completed(Path picture, ImageInfo info) {
        return thumbnailer.completed(picture, info);
    }

    @Override
    public Small shrink(Path source, ImageInfo info, String fileName) throws NotAnImageException, UndecodedException {
        Path preview = Thumbnailer.wantsPreview(info) ? folder.preview(fileName) : null;
        Thumbnailer.Made made = thumbnailer.make(source, info, folder.thumbnail(fileName), preview);
        return new Small(made.thumbnail(), made.preview() ? fileName : null, made.placeholder());
    }

    @Override
    public Optional<Path> find(String fileName) {
        return folder.find(GalleryFolder.Kind.PICTURE, fileName);
    }
}
