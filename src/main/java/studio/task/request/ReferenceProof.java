package studio.task.request;

import java.io.IOException;
import java.nio.file.Path;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;

/** Proves that a reference picture can be decoded, before anything is paid for what it is sent with. */
public interface ReferenceProof {

    /**
     * Decodes the picture once and makes its thumbnail of that. A JPEG that lacks nothing but its end marker is completed in place.
     *
     * @param thumbnail where to write it
     * @return what the picture is now
     * @throws NotAnImageException when it is damaged
     * @throws UndecodedException when it is not decoded here, to keep the server alive
     */
    ImageInfo prove(Path picture, ImageInfo info, Path thumbnail)
            throws NotAnImageException, UndecodedException, IOException;
}
