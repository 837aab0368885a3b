package studio.upstream;

import java.nio.file.Path;

/**
 * Fetches pictures that an answer, or a request, only points to. The URL is untrusted input: see the guard's rules in the
 * adapter.
 */
public interface ResultDownloads {

    /**
     * Downloads into {@link Exchange#folder()}; a GET is free, so passing faults are retried within the deadline.
     * The API key never goes along. A relative address is one of the endpoint's; one of a host that only the upstream can reach is
     * looked for at the endpoint's own origin; one of a public host goes over TLS.
     *
     * @throws UpstreamException {@code download_failed} with the address as it was given (outcome {@link Outcome#UNKNOWN}: the picture was made)
     */
    Answer.StoredPicture fetch(Answer.RemotePicture picture, Connection connection, Exchange exchange);

    /**
     * Downloads a picture that a user named as a reference: https only, public addresses only, no more than half a minute.
     *
     * @param folder where it goes
     * @throws UpstreamException {@code download_failed}; its words say why
     */
    Answer.StoredPicture fetchReference(String address, Path folder);
}
