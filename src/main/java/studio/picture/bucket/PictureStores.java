package studio.picture.bucket;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import studio.picture.DiskPictureStore;
import studio.picture.PictureStore;
import studio.settings.FolderSettings;

/** Opens the store that the settings name: the disk, unless there is a bucket. */
@Singleton
public class PictureStores {
    @Produces
    @Singleton
    PictureStore store(FolderSettings folders, BucketSettings settings) {
        return open(folders, settings);
    }

    /** For commands, which run without the server. */
    public static PictureStore open(FolderSettings folders, BucketSettings settings) {
        return new DiskPictureStore(folders.gallery());
    }
}
