package studio.upstream.failure;

import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;

/** How an answered failure stands, and what it is called. */
record Verdict(Outcome outcome, FailureCode code) {
    /** How it stands under what a form promises about failures. */
    Verdict under(Billing billing) {
        return billing == Billing.FAILURES_MAY_COST || outcome != Outcome.UNKNOWN
                ? this
                : refused(FailureCode.FAILED_UNBILLED);
    }

    static Verdict last(FailureCode code) {
        return new Verdict(Outcome.FINAL, code);
    }

    static Verdict refused(FailureCode code) {
        return new Verdict(Outcome.REFUSED, code);
    }

    static Verdict unknown(FailureCode code) {
        return new Verdict(Outcome.UNKNOWN, code);
    }
}
