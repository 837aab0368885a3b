package studio.gallery;

import studio.picture.PictureStore;
import studio.settings.TestSettings;
import studio.storage.job.Turns;

/** The trash of one instance of several. */
public final class OpenTrash {
    private OpenTrash() {}

    public static GalleryTrash of(Gallery gallery, PictureStore store, Turns turns) {
        return new GalleryTrash(gallery, store, TestSettings.of(GallerySettings.class), turns);
    }
}
