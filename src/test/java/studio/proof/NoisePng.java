package studio.proof;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pictures that do not compress, written at the speed of the disk: three bytes a pixel. */
final class NoisePng {
    private NoisePng() {}

    static Path write(Path file, int width, int height, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Deflater deflater = new Deflater(Deflater.NO_COMPRESSION);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            java.nio.ByteBuffer header = java.nio.ByteBuffer.allocate(13);
            header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
            chunk(out, "IHDR", header.array(), 13);
            byte[] row = new byte[1 + 3 * width];
            byte[] packed = new byte[64 * 1024];
            for (int y = 0; y < height; y++) {
                random.nextBytes(row);
                row[0] = 0;
                deflater.setInput(row);
                drain(deflater, packed, out);
            }
            deflater.finish();
            drain(deflater, packed, out);
            chunk(out, "IEND", new byte[0], 0);
        } finally {
            deflater.end();
        }
        return file;
    }

    private static void drain(Deflater deflater, byte[] packed, OutputStream out) throws IOException {
        for (int count = deflater.deflate(packed); count > 0; count = deflater.deflate(packed)) {
            chunk(out, "IDAT", packed, count);
        }
    }

    private static void chunk(OutputStream out, String type, byte[] content, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content, 0, length);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(length);
        data.write(name);
        data.write(content, 0, length);
        data.writeInt((int) crc.getValue());
    }
}
