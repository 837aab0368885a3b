package studio.upstream;

import java.io.IOException;
import java.util.Map;

/**
 * Sends a few bytes to an address that a stranger has chosen. Only https and the public internet are reached, no redirect is
 * followed, and the answer's body is not read.
 */
public interface PublicPosts {

    /** An address that is never sent to; trying again would change nothing. */
    final class RefusedException extends IOException {
        public RefusedException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /**
     * Blocks until the answer's status is there, for ten seconds at most.
     *
     * @return the status of the answer
     * @throws RefusedException when the address leads into a private network or is none
     * @throws IOException when no answer came
     */
    int post(String address, Map<String, String> headers, byte[] body) throws IOException;
}
