package studio.json;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Whether a file holds a picture from its first byte to its last, judged by its container alone. */
final class WholePicture {
    private static final long PNG = 0x89504E470D0A1A0AL;
    private static final int IEND = 0x49454E44;
    private static final int RIFF = 0x52494646;
    private static final int GIF8 = 0x47494638;

    private WholePicture() {}

    static boolean is(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            long start = in.readLong();
            if (start == PNG) {
                return chunks(in);
            }
            long size = Files.size(file);
            return switch ((int) (start >>> 32)) {
                case RIFF -> Integer.toUnsignedLong(Integer.reverseBytes((int) start)) + 8 == size;
                case GIF8 -> ends(file, 1) == 0x3B;
                default -> start >>> 40 == 0xFFD8FF && ends(file, 2) == 0xFFD9;
            };
        } catch (EOFException cut) {
            return false;
        }
    }

    private static boolean chunks(DataInputStream in) throws IOException {
        byte[] buffer = new byte[8 * 1024];
        while (true) {
            long left = Integer.toUnsignedLong(in.readInt());
            int type = in.readInt();
            CRC32 crc = new CRC32();
            for (int shift = 24; shift >= 0; shift -= 8) {
                crc.update(type >>> shift & 0xFF);
            }
            while (left > 0) {
                int length = (int) Math.min(left, buffer.length);
                in.readFully(buffer, 0, length);
                crc.update(buffer, 0, length);
                left -= length;
            }
            if (in.readInt() != (int) crc.getValue()) {
                return false;
            }
            if (type == IEND) {
                return true;
            }
        }
    }

    private static int ends(Path file, int bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(open.length() - bytes);
            return bytes == 1 ? open.readUnsignedByte() : open.readUnsignedShort();
        }
    }
}
