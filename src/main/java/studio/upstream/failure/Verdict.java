package studio.upstream.failure;

import studio.upstream.FailureCode;
import studio.upstream.Outcome;

/** How an answered failure stands, and what it is called. */
public record Verdict(Outcome outcome, FailureCode code) {
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
