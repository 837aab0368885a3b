package studio.practice.answer;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import studio.practice.answer.Callers.Caller;
import studio.practice.painting.Order;

/** Sends the parts of an answer at the requested speed, to their end or to where the prompt asks to break off. */
record Delivery(List<String> parts, Assignment assignment, Easels easels, Caller caller) implements StreamingOutput {
    @Override
    public void write(OutputStream target) throws IOException {
        OutputStream out = new Dripping(target);
        for (String part : parts) {
            String[] pieces = part.split(Assignment.MARK, -1);
            for (int i = 0; i < pieces.length; i++) {
                if (i % 2 == 0) {
                    out.write(pieces[i].getBytes(StandardCharsets.UTF_8));
                } else if (!picture(pieces[i].split(" ", -1), out)) {
                    return;
                }
            }
            out.flush();
        }
    }

    /**
     * @param mark index and factor of the size
     * @return whether the answer goes on
     */
    private boolean picture(String[] mark, OutputStream target) throws IOException {
        Order order = assignment.pictures().get(Integer.parseInt(mark[0]));
        double factor = Double.parseDouble(mark[1]);
        boolean draft = factor != 1;
        boolean half = !draft && (assignment.shows("half") || breaksOff());
        target.flush();
        try (InputStream picture = easels.drawn(draft ? order.draft(factor) : order, caller)) {
            if (half) {
                target.write(picture.readNBytes(Math.min(picture.available() / 8 * 4, 1 << 20)));
            } else {
                picture.transferTo(target);
            }
        }
        if (draft || !breaksOff()) {
            return true;
        }
        target.flush();
        if (assignment.shows("cut")) {
            caller.hangUp();
            throw new IOException("Cut short, as the prompt asked", new ClosedChannelException());
        }
        return false;
    }

    private boolean breaksOff() {
        return Set.of("cut", "truncated").contains(assignment.behaviour().trick());
    }

    /** Sends a body in small steps over the time that the prompt asks for. */
    private final class Dripping extends FilterOutputStream {
        private static final int STEPS = 100;

        private final Duration pause = assignment.behaviour().time("drip", 30).dividedBy(STEPS);
        private final long step;
        private long sent;

        Dripping(OutputStream out) {
            super(out);
            long expected = assignment.pictures().stream()
                    .mapToLong(order -> order.pixels() * (order.jpeg() ? 1 : 5) / 3)
                    .sum();
            step = pause.isZero() ? Long.MAX_VALUE : expected / STEPS + 1;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            long steps = Math.min(STEPS, (sent + length) / step) - Math.min(STEPS, sent / step);
            sent += length;
            if (steps > 0) {
                out.flush();
                caller.pause(pause.multipliedBy(steps));
            }
        }
    }
}
