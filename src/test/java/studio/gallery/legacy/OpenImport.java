package studio.gallery.legacy;

import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import studio.gallery.file.OpenFiles;
import studio.storage.RealDatabase;

/** The gallery with the import of an earlier one and the mirror. */
final class OpenImport extends OpenFiles {
    OpenImport(Path root) {
        super(root);
        allMirrors.add(new GalleryMirror(gallery));
    }

    ImportEarlierGallery importer() {
        return new ImportEarlierGallery(gallery, earlier, reconciliation, store, RealDatabase.folders(root));
    }

    /** What the server does at its start, to its end. */
    void start() throws InterruptedException {
        new GalleryUpkeep(importer(), gallery, reconciliation).atStart(new StartupEvent());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("gallery-upkeep")) {
                thread.join();
            }
        }
    }
}
