package studio.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Decodes base64 into a file as it comes, strictly: the default and the URL-safe alphabet, white space anywhere, also as an escape of
 * some language, percent-encoded characters, missing padding; anything else stops it. {@link java.util.Base64}'s MIME decoder drops foreign
 * characters silently, which would turn a damaged picture into another damaged picture.
 *
 * <p>Where every plus has become a blank, as in a form that was decoded once too often, the text is decoded a second time with the blanks
 * as pluses, and the one that is a whole picture stays.
 */
final class Base64File implements AutoCloseable {
    private static final ByteScan PLUSES = new ByteScan('+', '+');

    private final Path path;
    private final boolean closing;
    private final Base64Groups dropped;
    private @Nullable Base64Groups asPluses;

    private boolean begun;
    private boolean plus;
    private boolean escape;
    private boolean closed;

    /** A one before the hexadecimal digits that have come after a percent sign; 0 without one. */
    private int percent;

    /** @param closing whether quotes, and nothing after them, may follow, as of a literal of some language */
    Base64File(Path path, boolean closing) throws IOException {
        this.path = path;
        this.closing = closing;
        this.dropped = new Base64Groups(path);
    }

    /** Takes characters (ASCII); returns how many were taken: fewer than {@code length} when a foreign one follows. */
    int decode(byte[] text, int offset, int length) throws IOException {
        int end = offset + length;
        for (int i = decodePlain(text, offset, end); i < end; i = decodePlain(text, i + 1, end)) {
            int escapes = escape ? 1 : 0;
            if (!take(text[i])) {
                return Math.max(0, i - offset - escapes);
            }
        }
        return length;
    }

    /**
     * Takes what needs no second look, which is nearly all there is: whole groups of characters of the alphabet. Returns where something
     * else stands, or a group that is not whole: at once where what came before is not finished.
     */
    int decodePlain(byte[] text, int from, int to) throws IOException {
        if (escape || closed || percent > 0 || asPluses != null) {
            return from;
        }
        int end = dropped.addGroups(text, from, to);
        begun = begun || end > from;
        plus = plus || PLUSES.find(text, from, end) < end;
        return end;
    }

    /** Brings what has come on its way to disk: it must be there when the process is killed before the end of the text. */
    void flush() throws IOException {
        dropped.flush();
        if (asPluses != null) {
            asPluses.flush();
        }
    }

    private boolean take(int character) throws IOException {
        if (percent > 0) {
            int digit = Character.digit(character, 16);
            if (digit < 0) {
                return false;
            }
            percent = percent << 4 | digit;
            if (percent <= 0xFF) {
                return true;
            }
            int decoded = percent & 0xFF;
            percent = 0;
            return decoded != '%' && take(decoded);
        }
        if (escape) {
            escape = false;
            return switch (character) {
                case 'n', 'r', 't' -> true;
                case '/', '"', '\'' -> take(character);
                default -> false;
            };
        }
        return switch (character) {
            case ' ' -> takeBlank();
            case '\t', '\r', '\n', '\f' -> true;
            case '\\' -> {
                escape = true;
                yield true;
            }
            case '"', '\'', '`' -> {
                closed = closing;
                yield closing;
            }
            case '%' -> {
                percent = 1;
                yield !closed;
            }
            default -> !closed && takeData(character);
        };
    }

    private boolean takeData(int character) throws IOException {
        begun = true;
        if (character == '+') {
            plus = true;
            forgetPluses();
        }
        if (asPluses != null && !asPluses.add(character)) {
            forgetPluses();
        }
        return dropped.add(character);
    }

    private boolean takeBlank() throws IOException {
        if (begun && !plus && asPluses == null) {
            asPluses = dropped.copy(path.resolveSibling("partial-" + path.getFileName()));
        }
        if (asPluses != null && !asPluses.add('+')) {
            forgetPluses();
            plus = true;
        }
        return true;
    }

    private void forgetPluses() throws IOException {
        if (asPluses != null) {
            asPluses.file().discard();
            asPluses = null;
        }
    }

    /** @param taken whether all characters were */
    Spooled finish(boolean taken, @Nullable String declaredType) throws IOException {
        boolean whole = dropped.finish() && percent == 0 && dropped.file().bytes() > 0 && taken;
        Base64Groups second = asPluses;
        if (second != null
                && second.finish()
                && isWholePicture(second.file().path())
                && !(whole && isWholePicture(path))) {
            dropped.file().discard();
            second.file().close();
            Files.move(second.file().path(), path);
            return second.file().binary(path, declaredType);
        }
        forgetPluses();
        if (!whole) {
            dropped.file().discard();
            return new Spooled.Damaged(taken ? "the base64 is cut off or empty" : "it is not base64", declaredType);
        }
        return dropped.file().binary(path, declaredType);
    }

    @Override
    public void close() throws IOException {
        dropped.file().close();
        if (asPluses != null) {
            asPluses.file().close();
        }
    }

    /** Whether a file holds a picture from its first byte to its last, judged by its container alone. */
    private static boolean isWholePicture(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long start = in.readLong();
            return switch ((int) (start >>> 32)) {
                case 0x89504E47 -> hasChunksToTheEnd(in);
                case 0x52494646 -> Integer.toUnsignedLong(Integer.reverseBytes((int) start)) + 8 == in.length(); // RIFF
                case 0x47494638 -> last(in, 1) == 0x3B; // GIF
                default -> start >>> 40 == 0xFFD8FF && last(in, 2) == 0xFFD9;
            };
        } catch (EOFException cut) {
            return false;
        }
    }

    /** A PNG whose chunks lie one behind the other; any lost or added byte moves those that follow. */
    private static boolean hasChunksToTheEnd(RandomAccessFile in) throws IOException {
        while (true) {
            long length = Integer.toUnsignedLong(in.readInt());
            boolean end = in.readInt() == 0x49454E44; // IEND
            in.seek(in.getFilePointer() + length);
            in.readInt(); // The check sum.
            if (end) {
                return true;
            }
        }
    }

    private static int last(RandomAccessFile in, int bytes) throws IOException {
        in.seek(in.length() - bytes);
        return bytes == 1 ? in.readUnsignedByte() : in.readUnsignedShort();
    }
}
