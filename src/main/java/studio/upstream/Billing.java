package studio.upstream;

/** What a protocol promises about calls that its upstream answers with a failure. */
public enum Billing {
    /** Nothing is promised: a failed call may have been made and billed. */
    FAILURES_MAY_COST,

    /**
     * A failure that is answered is never billed. It is trusted only in an answer, a failing status or an error in the body of a
     * 200. A connection that breaks, or a time limit of ours, says nothing about what the upstream has done: the answer may have
     * been complete on its side and lost on the way, so that such a call stays {@link Outcome#UNKNOWN}, whatever is promised
     * about clients that disconnect.
     */
    FAILURES_ARE_FREE
}
