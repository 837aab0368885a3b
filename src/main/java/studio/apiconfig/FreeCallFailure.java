package studio.apiconfig;

import java.util.Map;
import studio.problem.Message;
import studio.upstream.FailureCode;
import studio.upstream.NextStep;
import studio.upstream.UpstreamAnswer;
import studio.upstream.UpstreamException;

/**
 * A question to an upstream that costs nothing and got no good answer. Where a {@link FailureCode} warns of a bill for a
 * picture, the sentence here is another.
 *
 * @param upstream what it reported itself, as in {@link studio.web.Problem}s; empty when it reported nothing
 */
record FreeCallFailure(String code, Message sentence, NextStep nextStep, Map<String, Object> upstream) {
    static FreeCallFailure of(UpstreamException e) {
        FailureCode code = e.failure();
        return switch (code) {
            case TIMEOUT -> of(e, Message.of("apiconfig.upstream_silent"), NextStep.RETRY_LATER);
            case CUT -> of(e, Message.of("apiconfig.upstream_hung_up"), NextStep.CHECK_ENDPOINT);
            default -> of(e, code.message(), code.nextStep());
        };
    }

    private static FreeCallFailure of(UpstreamException e, Message sentence, NextStep nextStep) {
        return new FreeCallFailure(e.failure().wire(), sentence, nextStep, UpstreamAnswer.known(e));
    }
}
