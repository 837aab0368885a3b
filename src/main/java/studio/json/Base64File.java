package studio.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Base64 on its way to a file. Where every plus has become a blank, as in a form that was decoded once too often, it is written a
 * second time with the blanks as pluses, and what of the two is a whole picture stays.
 */
final class Base64File implements AutoCloseable {
    private static final ByteScan BLANK_OR_PLUS = new ByteScan(' ', '+');
    private static final ByteScan PLUSES = new ByteScan('+', '+');

    private final Path path;
    private final PictureFile file;
    private final Base64Decoder decoder;
    private boolean begun;
    private boolean plain;
    private @Nullable PictureFile respaced;
    private @Nullable Base64Decoder respacing;

    /** @param closing whether quotes may follow, as of a literal of some language */
    Base64File(Path path, boolean closing) throws IOException {
        this.path = path;
        this.file = new PictureFile(path);
        this.decoder = new Base64Decoder(file, true, closing);
    }

    /** Takes characters (ASCII); returns how many were taken: fewer than {@code length} when a foreign one follows. */
    int decode(byte[] text, int offset, int length) throws IOException {
        int end = offset + length;
        int from = offset;
        if (!plain && respacing == null) {
            int hit = BLANK_OR_PLUS.find(text, offset, end);
            while (!begun && hit == from && hit < end && text[hit] == ' ') {
                from++;
                hit = BLANK_OR_PLUS.find(text, from, end);
            }
            begun |= from < end;
            if (hit < end && text[hit] == '+') {
                plain = true;
            } else if (hit < end) {
                int taken = decoder.decode(text, from, hit - from);
                if (taken < hit - from) {
                    return from - offset + taken;
                }
                fork();
                from = hit;
            }
        }
        if (respacing != null && PLUSES.find(text, from, end) < end) {
            unfork();
            plain = true;
        }
        int taken = decoder.decode(text, from, end - from);
        if (respacing != null) {
            respace(respacing, text, from, taken);
        }
        return from - offset + taken;
    }

    private void fork() throws IOException {
        Path copy = path.resolveSibling("partial-" + path.getFileName());
        PictureFile second = new PictureFile(copy);
        second.writeAll(path);
        respaced = second;
        respacing = decoder.writingTo(second);
    }

    private void unfork() throws IOException {
        if (respaced != null) {
            respaced.discard();
        }
        respaced = null;
        respacing = null;
    }

    private void respace(Base64Decoder pluses, byte[] text, int offset, int length) throws IOException {
        byte[] changed = new byte[length];
        for (int i = 0; i < length; i++) {
            byte b = text[offset + i];
            changed[i] = b == ' ' ? (byte) '+' : b;
        }
        if (pluses.decode(changed, 0, length) < length) {
            unfork();
        }
    }

    /** @param taken whether all characters were */
    Spooled finish(boolean taken, @Nullable String declaredType) throws IOException {
        boolean whole = decoder.finish() && file.bytes() > 0 && taken;
        PictureFile second = respaced;
        if (second != null && respacing != null && respacing.finish()) {
            Path other = second.path();
            if (WholePicture.is(other) && !(whole && WholePicture.is(path))) {
                file.discard();
                second.close();
                Files.move(other, path);
                return second.binary(path, declaredType);
            }
        }
        unfork();
        if (!whole) {
            file.discard();
            return new Spooled.Damaged(taken ? "the base64 is cut off or empty" : "it is not base64", declaredType);
        }
        return file.binary(declaredType);
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (respaced != null) {
            respaced.close();
        }
    }
}
