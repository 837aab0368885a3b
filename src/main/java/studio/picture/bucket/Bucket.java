package studio.picture.bucket;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * One bucket of an S3 server: its requests, and what their failures mean. Safe for many threads. Every method throws a
 * {@link BucketException} when the server does not do it; an interrupt of the thread does not end a request and is kept.
 */
final class Bucket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Bucket.class);

    private final BucketConnection connection;
    private final S3Client client;
    private final BucketRequests requests;

    Bucket(BucketConnection connection, MeterRegistry registry) {
        this.connection = connection;
        this.client = connection.client();
        this.requests = new BucketRequests(connection, registry);
    }

    /**
     * An object.
     *
     * @param tag of its content, without quotes; of a listed one it may be another than of one looked at
     */
    record Found(String key, long size, Instant modified, String tag, Optional<String> mediaType) {}

    BucketConnection connection() {
        return connection;
    }

    /** Of the last request; empty when it was done. */
    Optional<BucketException> lastFailure() {
        return requests.lastFailure();
    }

    Optional<Found> find(String key) {
        try {
            HeadObjectResponse found = call(
                    "find",
                    () -> client.headObject(request -> request.bucket(name()).key(key)));
            return Optional.of(new Found(
                    key,
                    found.contentLength(),
                    found.lastModified(),
                    tag(found.eTag()),
                    Optional.ofNullable(found.contentType())));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a part of an object, or all of it.
     *
     * @throws NoSuchFileException when there is none
     */
    InputStream open(String key, long offset, long length, long size) throws NoSuchFileException {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(name()).key(key);
        if (offset > 0 || length < size) {
            request.range("bytes=" + offset + "-" + (offset + length - 1));
        }
        try {
            return call("read", () -> client.getObject(request.build()));
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(key);
        }
    }

    /**
     * Stores a file in place of what has the key, completely or not at all.
     *
     * @return the tag of its content
     */
    String put(String key, Path file, String mediaType) throws IOException {
        long size = Files.size(file);
        if (size > PartUpload.FROM) {
            return tag(new PartUpload(this, key, file, size).send(mediaType));
        }
        String md5 = PartUpload.md5(file, 0, size);
        return tag(call("write", () -> client.putObject(
                        request -> request.bucket(name())
                                .key(key)
                                .contentType(mediaType)
                                .contentMD5(md5),
                        RequestBody.fromFile(file))
                .eTag()));
    }

    /** @return false when there is nothing to copy */
    boolean copy(String from, String to) {
        try {
            var unused = call(
                    "copy",
                    () -> client.copyObject(request -> request.sourceBucket(name())
                            .sourceKey(from)
                            .destinationBucket(name())
                            .destinationKey(to)));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    void delete(String key) {
        try {
            var unused = call(
                    "delete",
                    () -> client.deleteObject(request -> request.bucket(name()).key(key)));
        } catch (NoSuchKeyException e) {
            LOG.debugf("%s had gone", key);
        }
    }

    /** The objects whose keys begin with this, without those in folders below it; page by page, while the stream is read. */
    Stream<Found> list(String folder) {
        return Stream.iterate(Optional.of(page(folder, null)), Optional::isPresent, page -> page.filter(
                                ListObjectsV2Response::isTruncated)
                        .map(before -> page(folder, before.nextContinuationToken())))
                .flatMap(page -> page.orElseThrow().contents().stream())
                .map(object -> new Found(
                        object.key(), object.size(), object.lastModified(), tag(object.eTag()), Optional.empty()));
    }

    private ListObjectsV2Response page(String folder, @Nullable String token) {
        return call(
                "list",
                () -> client.listObjectsV2(request ->
                        request.bucket(name()).prefix(folder).delimiter("/").continuationToken(token)));
    }

    /**
     * Ends uploads in parts that nobody goes on with.
     *
     * @return how many; none where the server does not list them
     */
    int endUploads(String folder, Instant before) {
        int ended = 0;
        try {
            for (MultipartUpload upload : call(
                            "list",
                            () -> client.listMultipartUploads(
                                    request -> request.bucket(name()).prefix(folder)))
                    .uploads()) {
                if (upload.initiated() != null && upload.initiated().isBefore(before)) {
                    endUpload(upload.key(), upload.uploadId());
                    ended++;
                }
            }
        } catch (BucketException | NoSuchKeyException e) {
            LOG.debug("Unfinished uploads could not be looked for", e);
        }
        return ended;
    }

    void endUpload(String key, String upload) {
        var unused = call(
                "delete",
                () -> client.abortMultipartUpload(
                        request -> request.bucket(name()).key(key).uploadId(upload)));
    }

    S3Client client() {
        return client;
    }

    String name() {
        return connection.bucket();
    }

    /** @throws NoSuchKeyException when the object is not there */
    <T> T call(String operation, Supplier<T> request) {
        return requests.call(operation, request);
    }

    /** Letters, digits and hyphens, whatever the server makes tags of. */
    private static String tag(@Nullable String eTag) {
        return Objects.requireNonNullElse(eTag, "").replaceAll("[^A-Za-z0-9-]", "");
    }

    @Override
    public void close() {
        client.close();
    }
}
