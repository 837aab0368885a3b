package studio.upstream;

import java.util.List;
import studio.model.Protocol;

/** The port to image models; one adapter a wire protocol. */
public interface ImageProvider {

    Protocol protocol();

    /**
     * Asks for pictures and waits. This is a paid call: it is resent only for {@link Outcome#NOT_SENT} and
     * {@link Outcome#REFUSED}, never past {@link Exchange#deadline()}.
     *
     * @throws UpstreamException for everything that keeps the picture away, an answer without a picture included
     */
    Answer generate(ImageRequest request, Exchange exchange);

    /**
     * Lists the models, image-capable first. Free, may be retried.
     *
     * @throws UpstreamException when the list cannot be had
     */
    List<UpstreamModel> models(Connection connection);
}
