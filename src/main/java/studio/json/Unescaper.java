package studio.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Turns the inside of a JSON string (RFC 8259 section 7) into plain UTF-8, piece by piece, as {@link WholeText}. */
final class Unescaper {
    private enum State {
        PLAIN,
        BACKSLASH,
        HEX
    }

    private static final ByteScan BACKSLASHES = new ByteScan('\\', '\\');

    private State state = State.PLAIN;
    private int unit;
    private int digits;
    private char high;

    void reset() {
        state = State.PLAIN;
        high = 0;
    }

    /** @throws IOException also when an escape is not one of JSON's */
    void feed(StringSink target, byte[] text, int from, int to) throws IOException {
        int run = from;
        for (int i = from; i < to; i++) {
            switch (state) {
                case PLAIN -> {
                    i = BACKSLASHES.find(text, i, to);
                    if (i < to) {
                        plain(target, text, run, i);
                        state = State.BACKSLASH;
                    }
                }
                case BACKSLASH -> {
                    escape(target, text[i]);
                    run = i + 1;
                }
                case HEX -> {
                    hex(target, text[i]);
                    run = i + 1;
                }
            }
        }
        if (state == State.PLAIN) {
            plain(target, text, run, to);
        }
    }

    /** After the last piece. */
    void finish(StringSink target) throws IOException {
        endHalf(target);
    }

    private void plain(StringSink target, byte[] text, int from, int to) throws IOException {
        if (from < to) {
            endHalf(target);
            target.write(text, from, to - from);
        }
    }

    private void escape(StringSink target, byte letter) throws IOException {
        state = State.PLAIN;
        if (letter != 'u') {
            endHalf(target);
        }
        switch (letter) {
            case 'u' -> {
                state = State.HEX;
                unit = 0;
                digits = 0;
            }
            case 'n' -> put(target, "\n");
            case 'r' -> put(target, "\r");
            case 't' -> put(target, "\t");
            case 'b' -> put(target, "\b");
            case 'f' -> put(target, "\f");
            case '"', '\\', '/' -> put(target, String.valueOf((char) letter));
            default -> throw new IOException("\\" + (char) letter + " is not an escape of JSON");
        }
    }

    private void hex(StringSink target, byte letter) throws IOException {
        int digit = Character.digit(letter, 16);
        if (digit < 0) {
            throw new IOException("a \\u escape needs four hexadecimal digits");
        }
        unit = unit << 4 | digit;
        if (++digits < 4) {
            return;
        }
        state = State.PLAIN;
        char c = (char) unit;
        if (high != 0 && Character.isLowSurrogate(c)) {
            put(target, new String(new char[] {high, c}));
            high = 0;
            return;
        }
        endHalf(target);
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else {
            put(target, WholeText.of(String.valueOf(c)));
        }
    }

    /** The first half of a pair whose second did not follow. */
    private void endHalf(StringSink target) throws IOException {
        if (high != 0) {
            put(target, WholeText.of(String.valueOf(high)));
            high = 0;
        }
    }

    private static void put(StringSink target, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        target.write(bytes, 0, bytes.length);
    }
}
