package studio.upstream;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How a failed generation call stands: decides alone whether it may be sent again. Architecture section 5. */
@RegisterForReflection
public enum Outcome {
    /** Nothing of the request reached the API: DNS, connect, TLS, an origin behind Cloudflare that is down. */
    NOT_SENT,
    /** The upstream declined before working, for its load: 429, 503, 529. */
    REFUSED,
    /** It may have been done and billed: reset, timeout, 500, 502, 504, 524, a body cut short. */
    UNKNOWN,
    /** It was answered, and the answer is no, whatever its status: no money, no such model, refused content, a page. */
    FINAL
}
