package studio.upstream;

/** How a failed generation call stands: decides alone whether it may be sent again. Architecture section 5. */
public enum Outcome {
    /** Nothing of the request went out: DNS, connect, TLS. */
    NOT_SENT,
    /** The upstream declined before working: 429, 503, 529. */
    REFUSED,
    /** It may have been done and billed: reset, timeout, 500, 502, 504, 524, a body cut short. */
    UNKNOWN,
    /** It was answered, and the answer is no. */
    FINAL
}
