package studio.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a JSON array that may be damaged into its elements, so that a bad element costs only itself. Elements are cut by their
 * brackets and quotes alone; what is in them is for a parser. Of any size: nothing but the place in the document is kept.
 */
public final class JsonElements {
    private static final int END = -1;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int filled;
    private @Nullable Element current;
    private boolean open;
    private boolean whole;

    /** @param in UTF-8; closed by the caller */
    public JsonElements(InputStream in) throws IOException {
        this.in = in;
        for (int mark : BYTE_ORDER_MARK) {
            if (peek() == mark) {
                at++;
            }
        }
        skipBlanks();
        open = peek() == '[';
        if (open) {
            at++;
        }
    }

    /** The next element as a document of its own, null after the last; what was not read of the one before is passed over. */
    public @Nullable InputStream next() throws IOException {
        if (current != null) {
            current.transferTo(OutputStream.nullOutputStream());
        }
        skipBlanks();
        while (open && peek() == ',') {
            at++;
            skipBlanks();
        }
        if (open && peek() == ']') {
            at++;
            open = false;
            skipBlanks();
            whole = peek() == END;
        }
        current = open && peek() != END ? new Element() : null;
        return current;
    }

    /** After the last element: whether the document was an array that ended as one, and nothing but blanks followed. */
    public boolean whole() {
        return whole;
    }

    private void skipBlanks() throws IOException {
        while (blank(peek())) {
            at++;
        }
    }

    private static boolean blank(int sign) {
        return sign == ' ' || sign == '\n' || sign == '\r' || sign == '\t';
    }

    private int peek() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return at == filled ? END : buffer[at] & 0xFF;
    }

    private final class Element extends BulkInput {
        private final Bounds bounds = new Bounds(true);

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = 0;
            while (count < length && bounds.take(peek())) {
                target[offset + count++] = buffer[at++];
            }
            return count == 0 && length > 0 ? END : count;
        }
    }

    /**
     * Follows one document to the bracket that closes it; one that closes the wrong bracket closes all that were opened after the
     * right one.
     */
    public static final class Bounds {
        private static final ByteScan STRING_ENDS = new ByteScan('"', '\\');

        private final boolean stringsEndWithTheLine;
        private final BitSet objects = new BitSet();
        private int depth;
        private boolean inString;
        private boolean escaped;
        private boolean ended;

        /** @param stringsEndWithTheLine a string that goes over the end of a line was not closed */
        public Bounds(boolean stringsEndWithTheLine) {
            this.stringsEndWithTheLine = stringsEndWithTheLine;
        }

        /**
         * Whether a byte is part of the document; from the first that is not, none is.
         *
         * @param sign unsigned; negative: there is none
         */
        public boolean take(int sign) {
            if (ended) {
                return false;
            }
            boolean belongs = sign >= 0 && belongs(sign);
            ended |= !belongs;
            return belongs;
        }

        /** Takes those of these bytes that are part of the document; returns where that ends. */
        public int take(byte[] bytes, int from, int to) {
            int i = from;
            while (i < to) {
                if (inString && !escaped && !stringsEndWithTheLine) {
                    i = STRING_ENDS.find(bytes, i, to);
                }
                if (i == to || !take(bytes[i] & 0xFF)) {
                    break;
                }
                i++;
            }
            return i;
        }

        /** Whether its end has been taken. */
        public boolean ended() {
            return ended;
        }

        private boolean belongs(int sign) {
            if (inString) {
                inString(sign);
                return true;
            }
            switch (sign) {
                case '"' -> inString = true;
                case '{', '[' -> objects.set(depth++, sign == '{');
                case '}', ']' -> {
                    return close(sign == '}');
                }
                default -> {
                    return depth > 0 || (sign != ',' && !blank(sign));
                }
            }
            return true;
        }

        private void inString(int sign) {
            if (escaped) {
                escaped = false;
            } else if (sign == '\\') {
                escaped = true;
            } else if (sign == '"' || (sign == '\n' && stringsEndWithTheLine)) {
                inString = false;
                ended = depth == 0;
            }
        }

        private boolean close(boolean object) {
            int opened = depth - 1;
            while (opened >= 0 && objects.get(opened) != object) {
                opened--;
            }
            if (opened < 0) {
                // The end of the array itself; a lone brace is part of what is wrong here.
                return object;
            }
            depth = opened;
            ended = depth == 0;
            return true;
        }
    }
}
