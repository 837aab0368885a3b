package studio.practice;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import studio.practice.Behaviour.Trick;

/** Sends a reply at the asked speed, to its end or to where the prompt asked it to break off. */
record Delivery(Reply reply, Assignment assignment, Easels easels, Caller caller) implements StreamingOutput {
    @Override
    public void write(OutputStream target) throws IOException {
        Behaviour behaviour = assignment.behaviour();
        OutputStream out = behaviour.drip().isZero()
                ? target
                : new DrippingOutput(target, behaviour.drip(), expectedBytes(), caller);
        try {
            reply.body().write(new AnswerOutput(out, behaviour.trick(), easels, caller));
        } catch (CutShort e) {
            out.flush();
            if (behaviour.trick() == Trick.CUT) {
                caller.hangUp();
                throw e;
            }
        }
    }

    private long expectedBytes() {
        return assignment.pictures().stream()
                .mapToLong(Commission::expectedBytes)
                .sum();
    }
}
