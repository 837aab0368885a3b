package studio.practice;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;

/** A picture was ended on purpose before its end. */
final class CutShort extends IOException {
    CutShort() {
        super("Cut short, as the prompt asked", new ClosedChannelException());
    }

    /** Passes a number of bytes and then fails. */
    static final class Limited extends FilterOutputStream {
        private long left;

        Limited(OutputStream out, long bytes) {
            super(out);
            left = bytes;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int passed = (int) Math.min(left, length);
            out.write(bytes, offset, passed);
            left -= passed;
            if (passed < length) {
                throw new CutShort();
            }
        }
    }
}
