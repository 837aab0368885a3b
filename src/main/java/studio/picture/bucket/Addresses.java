package studio.picture.bucket;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signed addresses at which a browser gets an object from the bucket by itself. */
final class Addresses implements AutoCloseable {
    /** Enough to begin; what has begun goes on. */
    private static final Duration VALID = Duration.ofMinutes(5);

    private final BucketConnection connection;
    private final @Nullable S3Presigner presigner;

    Addresses(BucketConnection connection, boolean redirect) {
        this.connection = connection;
        this.presigner = redirect ? connection.presigner() : null;
    }

    Optional<URI> of(String object, String mediaType, Optional<String> disposition) {
        S3Presigner signer = presigner;
        return signer == null
                ? Optional.empty()
                : Optional.of(URI.create(signer.presignGetObject(sign -> sign.signatureDuration(VALID)
                                .getObjectRequest(request -> request.bucket(connection.bucket())
                                        .key(object)
                                        .responseContentType(mediaType)
                                        .responseContentDisposition(disposition.orElse(null))))
                        .url()
                        .toString()));
    }

    @Override
    public void close() {
        if (presigner != null) {
            presigner.close();
        }
    }
}
