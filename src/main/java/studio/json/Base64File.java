package studio.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Decodes base64 into a file as it comes, strictly: the default and the URL-safe alphabet, white space anywhere, also as an escape of
 * some language, percent-encoded characters, missing padding; anything else stops it. {@link Base64}'s MIME decoder drops foreign
 * characters silently, which would turn a damaged picture into another damaged picture.
 *
 * <p>Where every plus has become a blank, as in a form that was decoded once too often, the text is decoded a second time with the blanks
 * as pluses, and the one that is a whole picture stays.
 */
final class Base64File implements AutoCloseable {
    private static final Base64.Decoder JDK = Base64.getDecoder();

    /** Characters that are decoded at once; a multiple of four. */
    private static final int PIECE = 4096;

    private static final ByteScan PLUSES = new ByteScan('+', '+');

    private final Path path;
    private final boolean closing;
    private final Reading dropped;
    private @Nullable Reading asPluses;

    private boolean plain = true;
    private boolean begun;
    private boolean plus;
    private boolean escape;
    private boolean closed;
    private int percent = -1;
    private int percentDigits;

    /** @param closing whether quotes, and nothing after them, may follow, as of a literal of some language */
    Base64File(Path path, boolean closing) throws IOException {
        this.path = path;
        this.closing = closing;
        this.dropped = new Reading(path);
    }

    /** Takes characters (ASCII); returns how many were taken: fewer than {@code length} when a foreign one follows. */
    int decode(byte[] text, int offset, int length) throws IOException {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            if (plain && percent < 0 && !escape && !closed && dropped.atGroup()) {
                i = decodePlain(text, i, end);
                if (i == end) {
                    break;
                }
            }
            boolean escaped = escape;
            if (!take(text[i])) {
                length = Math.max(0, i - offset - (escaped ? 1 : 0));
                break;
            }
            i++;
        }
        // What has come is on its way to disk: it must be there when the process is killed before the end of the text.
        dropped.flush();
        if (asPluses != null) {
            asPluses.flush();
        }
        return length;
    }

    /** The default alphabet and nothing else, which is nearly all there is; the first piece with anything else ends that for good. */
    private int decodePlain(byte[] text, int from, int end) throws IOException {
        int i = from;
        while (plain && i + PIECE <= end) {
            plain = dropped.addPiece(text, i);
            if (plain) {
                begun = true;
                plus = plus || PLUSES.find(text, i, i + PIECE) < i + PIECE;
                i += PIECE;
            }
        }
        return i;
    }

    private boolean take(int character) throws IOException {
        if (percent >= 0) {
            int digit = Character.digit(character, 16);
            if (digit < 0) {
                return false;
            }
            percent = percent * 16 + digit;
            if (++percentDigits < 2) {
                return true;
            }
            int decoded = percent;
            percent = -1;
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
            case '\\' -> escape = true;
            case '"', '\'', '`' -> closed = closing;
            case '%' -> {
                percent = 0;
                percentDigits = 0;
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
            dropped.flush();
            asPluses = new Reading(path.resolveSibling("partial-" + path.getFileName()));
            asPluses.resume(dropped);
        }
        if (asPluses != null && !asPluses.add('+')) {
            forgetPluses();
            plus = true;
        }
        return true;
    }

    private void forgetPluses() throws IOException {
        if (asPluses != null) {
            asPluses.file.discard();
            asPluses = null;
        }
    }

    /** @param taken whether all characters were */
    Spooled finish(boolean taken, @Nullable String declaredType) throws IOException {
        boolean whole = dropped.finish() && percent < 0 && dropped.file.bytes() > 0 && taken;
        Reading second = asPluses;
        if (second != null
                && second.finish()
                && isWholePicture(second.file.path())
                && !(whole && isWholePicture(path))) {
            dropped.file.discard();
            second.file.close();
            Files.move(second.file.path(), path);
            return second.file.binary(path, declaredType);
        }
        forgetPluses();
        if (!whole) {
            dropped.file.discard();
            return new Spooled.Damaged(taken ? "the base64 is cut off or empty" : "it is not base64", declaredType);
        }
        return dropped.file.binary(path, declaredType);
    }

    @Override
    public void close() throws IOException {
        dropped.file.close();
        if (asPluses != null) {
            asPluses.file.close();
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

    /** One way to read the text: whole groups of four characters are decoded, the rest waits. */
    private static final class Reading {
        private final PictureFile file;
        private final byte[] characters = new byte[PIECE];
        private final byte[] decoded = new byte[PIECE / 4 * 3];
        private final byte[] out = new byte[16 * PIECE / 4 * 3];
        private int count;
        private int outLength;
        private int padding;
        private boolean padded;

        Reading(Path path) throws IOException {
            file = new PictureFile(path);
        }

        void resume(Reading other) throws IOException {
            try (var written = Files.newInputStream(other.file.path())) {
                written.transferTo(file);
            }
            System.arraycopy(other.characters, 0, characters, 0, other.count);
            count = other.count;
            padding = other.padding;
            padded = other.padded;
        }

        boolean atGroup() {
            return count % 4 == 0 && padding == 0;
        }

        boolean add(int character) throws IOException {
            if (character == '=') {
                if (padded || padding == 2) {
                    return false;
                }
                padding++;
                padded = (count + padding) % 4 == 0;
                return true;
            }
            int known =
                    switch (character) {
                        case '-' -> '+';
                        case '_' -> '/';
                        default -> character;
                    };
            boolean alphabet = (known >= 'A' && known <= 'Z')
                    || (known >= 'a' && known <= 'z')
                    || (known >= '/' && known <= '9')
                    || known == '+';
            if (!alphabet || padding > 0) {
                return false;
            }
            characters[count++] = (byte) known;
            if (count == PIECE) {
                decode(PIECE);
            }
            return true;
        }

        /** Takes a piece at once; false when there is anything but whole groups of the default alphabet in it. */
        boolean addPiece(byte[] text, int from) throws IOException {
            decode(count);
            System.arraycopy(text, from, characters, 0, PIECE);
            try {
                // Shorter when the piece ends with padding, which is judged one by one.
                if (JDK.decode(characters, decoded) < decoded.length) {
                    return false;
                }
            } catch (IllegalArgumentException foreign) {
                return false;
            }
            put(decoded, decoded.length);
            return true;
        }

        /** Writes the whole groups, and one that padding has made whole. */
        void flush() throws IOException {
            decode(padded ? count : count & ~3);
            file.write(out, 0, outLength);
            outLength = 0;
        }

        /** Writes what is left; false when the text ended inside a group in a way that base64 cannot. */
        boolean finish() throws IOException {
            boolean whole = padded || (padding == 0 && count % 4 != 1);
            decode(count % 4 == 1 ? count - 1 : count);
            flush();
            return whole;
        }

        private void decode(int length) throws IOException {
            if (length == 0) {
                return;
            }
            ByteBuffer bytes = JDK.decode(ByteBuffer.wrap(characters, 0, length));
            put(bytes.array(), bytes.remaining());
            System.arraycopy(characters, length, characters, 0, count - length);
            count -= length;
        }

        private void put(byte[] bytes, int length) throws IOException {
            if (outLength + length > out.length) {
                file.write(out, 0, outLength);
                outLength = 0;
            }
            System.arraycopy(bytes, 0, out, outLength, length);
            outLength += length;
        }
    }
}
