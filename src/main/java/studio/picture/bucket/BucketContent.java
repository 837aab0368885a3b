package studio.picture.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.RemoteContent;

/**
 * A picture in the bucket, or on its way there.
 *
 * @param tag of the bucket; empty where it is not known
 */
record BucketContent(BucketPictures pictures, PictureKey key, long size, String tag, Optional<String> mediaType)
        implements RemoteContent {
    @Override
    public InputStream open() throws IOException {
        return open(0, size);
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        return pictures.open(this, offset, length);
    }

    @Override
    public LocalPicture local() throws IOException {
        return pictures.local(this);
    }

    @Override
    public Optional<URI> address(String type, Optional<String> disposition) {
        return pictures.address(this, type, disposition);
    }
}
