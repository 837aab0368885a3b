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

    GalleryUpkeep importer() {
        return new GalleryUpkeep(gallery, earlier, reconciliation, renewal, store, RealDatabase.folders(root));
    }

    /** What the server does on startup, to its end. */
    void start() throws InterruptedException {
        importer().atStart(new StartupEvent());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("gallery-upkeep")) {
                thread.join();
            }
        }
    }
}
