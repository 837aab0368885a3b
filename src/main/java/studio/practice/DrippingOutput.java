package studio.practice;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Sends a body in a hundred small steps over a given time. */
final class DrippingOutput extends FilterOutputStream {
    private static final int STEPS = 100;

    private final Duration pause;
    private final long step;
    private final Caller caller;
    private long sent;
    private int pauses;

    /** @param expected about how many bytes will come; more than that come at full speed */
    DrippingOutput(OutputStream out, Duration time, long expected, Caller caller) {
        super(out);
        this.pause = time.dividedBy(STEPS);
        this.step = Math.max(1, expected / STEPS);
        this.caller = caller;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int part = (int) Math.min(end - from, step - sent % step);
            out.write(bytes, from, part);
            from += part;
            sent += part;
            if (sent % step == 0 && pauses < STEPS) {
                pauses++;
                out.flush();
                caller.pause(pause);
            }
        }
    }
}
