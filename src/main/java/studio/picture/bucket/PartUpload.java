package studio.picture.bucket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.io.input.BoundedInputStream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Stores a large file part by part, so that what fails is sent again and not all of it. */
record PartUpload(Bucket bucket, String key, Path file, long size) {
    /** Files larger than this go in parts. */
    static final long FROM = 32L << 20;

    private static final Logger LOG = Logger.getLogger(PartUpload.class);
    private static final long PART = 16L << 20;
    private static final int PIECE = 1 << 16;

    /** @return the server's tag of the whole */
    String send(String mediaType) throws IOException {
        String upload = bucket.call("write", () -> bucket.client()
                .createMultipartUpload(
                        request -> request.bucket(bucket.name()).key(key).contentType(mediaType))
                .uploadId());
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long offset = 0; offset < size; offset += PART) {
                parts.add(part(upload, parts.size() + 1, offset, Math.min(PART, size - offset)));
            }
            return bucket.call("write", () -> bucket.client()
                    .completeMultipartUpload(request -> request.bucket(bucket.name())
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts)))
                    .eTag());
        } catch (IOException | RuntimeException e) {
            end(upload);
            throw e;
        }
    }

    private CompletedPart part(String upload, int number, long offset, long length) throws IOException {
        String md5 = md5(file, offset, length);
        String tag = bucket.call("write", () -> bucket.client()
                .uploadPart(
                        request -> request.bucket(bucket.name())
                                .key(key)
                                .uploadId(upload)
                                .partNumber(number)
                                .contentMD5(md5),
                        RequestBody.fromContentProvider(
                                () -> opened(offset, length), length, "application/octet-stream"))
                .eTag());
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /** What cannot be ended now is ended when nobody has gone on with it for a while. */
    private void end(String upload) {
        try {
            bucket.endUpload(key, upload);
        } catch (RuntimeException e) {
            LOG.debugf("The parts of %s stay for now: %s", key, e.getMessage());
        }
    }

    private InputStream opened(long offset, long length) {
        try {
            return open(file, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a file. */
    static InputStream open(Path file, long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(file);
        channel.position(offset);
        return BoundedInputStream.builder()
                .setInputStream(Channels.newInputStream(channel))
                .setMaxCount(length)
                .get();
    }

    /** As {@code Content-MD5} has it: whatever happens on the way, the server compares. */
    static String md5(Path file, long offset, long length) throws IOException {
        MessageDigest digest = digest();
        byte[] piece = new byte[PIECE];
        // Unlike a channel it is not closed by an interrupt.
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(offset);
            for (long left = length; left > 0; ) {
                int read = bytes.read(piece, 0, (int) Math.min(PIECE, left));
                if (read < 0) {
                    throw new EOFException("The file became shorter: " + file);
                }
                digest.update(piece, 0, read);
                left -= read;
            }
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
