package studio.upstream.failure;

import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;

/** How an answered failure stands, and what it is called. */
record Verdict(Outcome outcome, FailureCode code) {
    static Verdict last(FailureCode code) {
        return new Verdict(Outcome.FINAL, code);
    }

    static Verdict refused(FailureCode code) {
        return new Verdict(Outcome.REFUSED, code);
    }

    static Verdict unknown(FailureCode code) {
        return new Verdict(Outcome.UNKNOWN, code);
    }

    /** As a code stands where nothing else is known: load is refused, a time-out leaves open what was done, all else is final. */
    static Verdict usual(FailureCode code) {
        return switch (code) {
            case RATE_LIMITED, OVERLOADED -> refused(code);
            case TIMEOUT, UPSTREAM_ERROR -> unknown(code);
            default -> last(code);
        };
    }

    /** How it stands under what a protocol promises about failures. */
    Verdict under(Billing billing) {
        return billing == Billing.FAILURES_MAY_COST || outcome != Outcome.UNKNOWN
                ? this
                : refused(FailureCode.FAILED_UNBILLED);
    }
}
