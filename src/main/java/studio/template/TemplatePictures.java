package studio.template;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.files.Sha256;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.SharedFiles;
import studio.picture.SharedFiles.Kind;
import studio.picture.SharedFiles.Shared;
import studio.picture.StoredPicture;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.storage.job.Job;
import studio.storage.job.Turns;

/**
 * Previews of templates, small copies of their own, {@code <sha256>} among the {@link SharedFiles}. What the gallery deletes stays here for as long
 * as a template shows it.
 */
@Singleton
class TemplatePictures {
    private static final Logger LOG = Logger.getLogger(TemplatePictures.class);
    /** Of who makes one and who removes them. */
    private static final String TURN = "template-pictures";

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    /** Twice as many as there can be templates. */
    private static final int MAX = 2000;
    /** Time to save the template, and to take its deletion back. */
    private static final Duration UNUSED = Duration.ofDays(1);

    private final SharedFiles files;
    private final Turns turns;
    private final Path temp;
    private final FreeSpace space;
    private final Ids ids;
    private final Thumbnailer thumbnailer;
    private final Gallery gallery;
    private final PictureStore pictures;
    private final Templates templates;

    TemplatePictures(
            FolderSettings folders,
            SharedFiles files,
            Turns turns,
            Ids ids,
            Thumbnailer thumbnailer,
            Gallery gallery,
            PictureStore pictures,
            Templates templates) {
        this.files = files;
        this.turns = turns;
        this.temp = folders.temp();
        this.space = new FreeSpace(folders);
        this.ids = ids;
        this.thumbnailer = thumbnailer;
        this.gallery = gallery;
        this.pictures = pictures;
        this.templates = templates;
    }

    /**
     * Makes a preview of a picture from a stream.
     *
     * @return its name
     * @throws ProblemException 400 when the bytes are not a picture that can be shrunk, 409 when there are too many, 507 when
     *     the disk is full
     */
    String receive(InputStream in) throws IOException {
        space.assertEnough();
        Path file = temp.resolve("template-" + ids.next());
        try {
            OwnerOnly.createFile(file);
            try (OutputStream out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
            return keep(shrunk(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** @throws ProblemException 404 when there is no such entry, else as {@link #receive} */
    String copy(String entryId) throws IOException {
        space.assertEnough();
        GalleryEntry entry =
                gallery.find(entryId).orElseThrow(() -> ProblemException.of(ProblemCode.GALLERY_ENTRY_NOT_FOUND));
        Optional<StoredPicture> thumbnail = pictures.find(PictureKey.thumbnail(entry.fileName()));
        if (thumbnail.isPresent()) {
            try (InputStream in = thumbnail.get().content().open()) {
                return keep(in.readAllBytes());
            }
        }
        StoredPicture original = pictures.find(PictureKey.original(entry.fileName()))
                .orElseThrow(() -> ProblemException.of(ProblemCode.FILE_NOT_FOUND));
        try (LocalPicture file = original.local()) {
            return keep(shrunk(file.path()));
        }
    }

    Optional<Path> find(String name) {
        return SHA256.matcher(name).matches() ? files.find(Kind.TEMPLATE, name) : Optional.empty();
    }

    @Produces
    @Singleton
    Job expiring() {
        return Job.once("unused-previews", Duration.ofHours(6), Duration.ofMinutes(7), this::expire);
    }

    void expire() {
        int gone = removeUnused(Instant.now().minus(UNUSED));
        if (gone > 0) {
            LOG.infof("Removed %d previews that no template shows", gone);
        }
    }

    private byte[] shrunk(Path file) throws IOException {
        try {
            ImageInfo info = ImageProbe.probe(file);
            byte[] made = thumbnailer.make(file, info).thumbnail();
            if (made == null) {
                throw refused(null);
            }
            return made;
        } catch (NotAnImageException | UndecodedException e) {
            throw refused(e);
        }
    }

    private String keep(byte[] picture) throws IOException {
        String name = name(picture);
        Path file = temp.resolve("template-" + ids.next());
        try {
            AtomicFiles.write(file, picture);
            turns.take(TURN, () -> keep(name, file));
            return name;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void keep(String name, Path file) {
        if (files.look(Kind.TEMPLATE, name).isEmpty() && count() >= MAX && removeUnused(Instant.now()) == 0) {
            throw ProblemException.of(ProblemCode.TOO_MANY_TEMPLATES, MAX);
        }
        files.keep(Kind.TEMPLATE, name, file);
    }

    private static String name(byte[] picture) {
        MessageDigest digest = Sha256.start();
        digest.update(picture);
        return Sha256.hex(digest);
    }

    private long count() {
        try (Stream<Shared> all = files.list(Kind.TEMPLATE)) {
            return all.count();
        }
    }

    /** Removes those that were made before that time and that no template shows. */
    private int removeUnused(Instant before) {
        return turns.take(TURN, () -> {
            try (Stream<Shared> all = files.list(Kind.TEMPLATE)) {
                return all.mapToInt(found -> removedUnused(found, before) ? 1 : 0)
                        .sum();
            }
        });
    }

    private boolean removedUnused(Shared found, Instant before) {
        String name = found.name();
        return SHA256.matcher(name).matches()
                && found.modified().isBefore(before)
                && !shown(name)
                && files.delete(Kind.TEMPLATE, name, before);
    }

    private boolean shown(String name) {
        return templates.all().stream().anyMatch(template -> template.image().endsWith(name));
    }

    private static ProblemException refused(@Nullable Exception cause) {
        ProblemException problem = ProblemException.field("body", Message.of("template.picture_unusable"));
        return cause == null ? problem : problem.causedBy(cause);
    }
}
