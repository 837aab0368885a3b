package studio.picture;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** A picture that another machine keeps: it is read over the network, no more of it than is asked for. */
public non-sealed interface RemoteContent extends StoredPicture.Content {

    /**
     * Opens a part of the bytes, which ends with the stream.
     *
     * @throws IOException when the picture has gone, or its machine does not answer
     */
    InputStream open(long offset, long length) throws IOException;

    /** What the bytes are, as it was noted when they were stored; empty when nothing was. */
    Optional<String> mediaType();

    /**
     * An address at which a browser gets the whole picture from that machine by itself, for some minutes.
     *
     * @param mediaType what that machine is to say that it is
     * @param disposition the value of its {@code Content-Disposition}; empty: none
     * @return empty where browsers are not sent there
     */
    Optional<URI> address(String mediaType, Optional<String> disposition);
}
