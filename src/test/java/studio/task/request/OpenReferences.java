package studio.task.request;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import studio.imaging.Decoders;
import studio.imaging.ImageSettings;
import studio.imaging.Thumbnailer;
import studio.picture.DiskSharedFiles;
import studio.picture.SharedFiles;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;
import studio.storage.Ids;
import studio.storage.job.Turns;

/** Reference pictures in a test's own folders. */
public final class OpenReferences {
    private OpenReferences() {}

    public static ReferencePictures in(FolderSettings folders) {
        return in(folders, DiskSharedFiles.of(folders), Turns.ofThisProcess());
    }

    /** Those of one instance of several. */
    public static ReferencePictures in(FolderSettings folders, SharedFiles files, Turns turns) {
        Thumbnailer thumbnailer = new Thumbnailer(Decoders.imageIo(), 100_000_000, new SimpleMeterRegistry());
        return new ReferencePictures(
                folders,
                files,
                turns,
                new Ids(),
                new ReferenceProof(folders, TestSettings.of(ImageSettings.class), thumbnailer));
    }
}
