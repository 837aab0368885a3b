package studio.upstream;

import java.util.List;
import java.util.Optional;
import studio.model.ModelEntry;
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
     * Asks for the result of a call that was sent before, and waits. Free: nothing is submitted.
     *
     * @throws UpstreamException {@code result_pending} when the upstream still works, or cannot be asked now: the ticket stays
     *     good; any other code is the upstream's last word
     */
    default Answer resume(Connection connection, Ticket ticket, Exchange exchange) {
        throw new UnsupportedOperationException(protocol() + " has no tasks");
    }

    /**
     * Lists the models, image-capable first. Free, may be retried.
     *
     * @throws UpstreamException when the list cannot be had
     */
    List<UpstreamModel> models(Connection connection);

    /**
     * Tries the connection with a call that costs nothing: whether it is reached, the key counts, there is credit left and the
     * model exists.
     *
     * @throws UpstreamException with the code of the failure
     */
    default ConnectionCheck check(Connection connection, String model) {
        return ConnectionCheck.of(models(connection), model, null);
    }

    /**
     * What the upstream itself says that a model can do and costs; empty when it does not, or cannot be asked. May ask the
     * upstream, for a few seconds at most, and remembers what it said.
     */
    default Optional<ModelEntry> discover(Connection connection, String model) {
        return Optional.empty();
    }

    /**
     * Whether this form is the right one for a model, when {@link Protocol#AUTO} leaves several to choose from. May ask the
     * upstream, for a few seconds at most, and remembers what it said.
     */
    default boolean offers(Connection connection, String model) {
        return true;
    }
}
