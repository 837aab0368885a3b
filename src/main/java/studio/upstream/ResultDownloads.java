package studio.upstream;

/** Fetches pictures that an answer only points to. The URL is untrusted input: see the guard's rules in the adapter. */
public interface ResultDownloads {

    /**
     * Downloads into {@link Exchange#folder()}; a GET is free, so passing faults are retried within the deadline.
     * The API key never goes along.
     *
     * @throws UpstreamException {@code download_failed} (outcome {@link Outcome#UNKNOWN}: the picture was made)
     */
    Answer.StoredPicture fetch(Answer.RemotePicture picture, Connection connection, Exchange exchange);
}
