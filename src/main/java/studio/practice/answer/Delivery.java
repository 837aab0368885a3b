package studio.practice.answer;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import studio.practice.answer.Callers.Caller;
import studio.practice.painting.Order;

/** Sends a reply at the requested speed, to its end or to where the prompt asks it to break off. */
record Delivery(Reply reply, Assignment assignment, Easels easels, Caller caller) implements StreamingOutput {
    private static final int MIN_PART = 2000;
    private static final int DRIPS = 100;

    @Override
    public void write(OutputStream target) throws IOException {
        Tap out = new Tap(target);
        out.pause = assignment.behaviour().drip().dividedBy(DRIPS);
        out.pauses = out.pause.isZero() ? 0 : DRIPS;
        out.step = assignment.pictures().stream()
                                .mapToLong(Delivery::expectedBytes)
                                .sum()
                        / DRIPS
                + 1;
        try {
            for (String part : reply.parts()) {
                boolean marked = false;
                for (String piece : part.split(Assignment.MARK, -1)) {
                    if (marked) {
                        picture(piece, out);
                    } else {
                        out.write(piece.getBytes(StandardCharsets.UTF_8));
                    }
                    marked = !marked;
                }
                out.flush();
            }
        } catch (CutShort e) {
            out.flush();
            if (assignment.shows("cut")) {
                caller.hangUp();
                throw e;
            }
        }
    }

    private static long expectedBytes(Order order) {
        return order.pixels() * (order.jpeg() ? 1 : 6) / 4;
    }

    private void picture(String mark, OutputStream target) throws IOException {
        int space = mark.indexOf(' ');
        Order order = assignment.pictures().get(Integer.parseInt(mark.substring(0, space)));
        double factor = Double.parseDouble(mark.substring(space + 1));
        OutputStream base64 = Base64.getEncoder().wrap(new Tap(target));
        Tap bytes = new Tap(base64);
        if (factor == 1 && (assignment.shows("cut") || assignment.shows("half") || assignment.shows("truncated"))) {
            bytes.left = Math.max(MIN_PART, order.pixels() / 8);
        }
        try {
            easels.draw(factor == 1 ? order : order.draft(factor), bytes, caller);
        } catch (CutShort e) {
            if (!assignment.shows("half")) {
                throw e;
            }
        }
        base64.close();
    }

    /** A picture was ended on purpose before its end. */
    private static final class CutShort extends IOException {
        private static final long serialVersionUID = 1;

        CutShort() {
            super("Cut short, as the prompt asked", new ClosedChannelException());
        }
    }

    /** Passes bytes, with pauses or to a number of them, and then fails. Its close is a flush. */
    private final class Tap extends FilterOutputStream {
        private long left = Long.MAX_VALUE;
        private int pauses;
        private long step = 1;
        private Duration pause = Duration.ZERO;
        private long passed;

        Tap(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int part = (int) Math.min(Math.min(left, length - done), pauses > 0 ? step - passed % step : length);
                if (part == 0) {
                    throw new CutShort();
                }
                out.write(bytes, offset + done, part);
                done += part;
                passed += part;
                left -= part;
                if (pauses > 0 && passed % step == 0) {
                    pauses--;
                    out.flush();
                    caller.pause(pause);
                }
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
