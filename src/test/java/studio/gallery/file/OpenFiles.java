package studio.gallery.file;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import studio.gallery.GallerySettings;
import studio.gallery.OpenGallery;
import studio.imaging.Decoders;
import studio.imaging.Thumbnailer;
import studio.settings.TestSettings;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.storage.Progress;
import studio.storage.RealDatabase;

/** The gallery with its files. */
public class OpenFiles extends OpenGallery {
    public final ImageFiles images;
    public final Reconciliation reconciliation;
    public final RenewThumbnails renewal;

    public OpenFiles(Path root) {
        super(root);
        images = new ImageFiles(
                store,
                TestSettings.of(GallerySettings.class),
                new Thumbnailer(Decoders.imageIo(), 100_000_000, new SimpleMeterRegistry()));
        reconciliation = new Reconciliation(
                gallery,
                images,
                trash,
                store,
                mapper,
                new Ids(),
                entryId -> false,
                new SqlWaitingPictures(real.database(), store, "alone"));
        renewal = renewal();
    }

    /** As another start of the server has it. */
    RenewThumbnails renewal() {
        FreeSpace space = new FreeSpace(RealDatabase.folders(root));
        return new RenewThumbnails(gallery, images, store, space, new Progress(real.database()));
    }
}
