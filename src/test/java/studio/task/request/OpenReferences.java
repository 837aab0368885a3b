package studio.task.request;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import studio.imaging.Decoders;
import studio.imaging.ImageSettings;
import studio.imaging.Thumbnailer;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;
import studio.storage.Ids;

/** Reference pictures in a test's own folders. */
public final class OpenReferences {
    private OpenReferences() {}

    public static ReferencePictures in(FolderSettings folders) {
        Thumbnailer thumbnailer = new Thumbnailer(Decoders.imageIo(), 100_000_000, new SimpleMeterRegistry());
        return new ReferencePictures(
                folders, new Ids(), new ReferenceProof(folders, TestSettings.of(ImageSettings.class), thumbnailer));
    }
}
