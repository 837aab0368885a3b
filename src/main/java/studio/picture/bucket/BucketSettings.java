package studio.picture.bucket;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.Optional;
import java.util.stream.Stream;
import studio.settings.Converters.Bytes;
import studio.settings.Converters.Form;
import studio.settings.Converters.Limits;
import studio.settings.Converters.Switch;

/** How the bucket of {@link studio.settings.FolderSettings#bucket} is reached and used. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.bucket")
public interface BucketSettings {

    /** {@code STUDIO_S3_ENDPOINT}: the server's address; empty: that of Amazon in the region. */
    Optional<
                    @Form(
                            pattern = "https?://[^\\s/?#@]+/?",
                            expected = "an address such as https://s3.example.com, without a path")
                    String>
            endpoint();

    /** {@code STUDIO_S3_REGION}; needed without an endpoint. */
    Optional<@Form(pattern = "[A-Za-z0-9-]{1,40}", expected = "the name of a region, such as eu-central-1") String>
            region();

    /** {@code STUDIO_S3_ACCESS_KEY}. */
    Optional<String> accessKey();

    /** {@code STUDIO_S3_SECRET_KEY}. */
    Optional<String> secretKey();

    /** {@code STUDIO_S3_PATH_STYLE}: the bucket is the first part of the path rather than of the host's name. */
    @WithConverter(Switch.class)
    boolean pathStyle();

    /** {@code STUDIO_S3_PREFIX}: what every key begins with, a folder so to say. */
    Optional<
                    @Form(
                            pattern = "/?[A-Za-z0-9._-]{1,100}(/[A-Za-z0-9._-]{1,100}){0,5}/?",
                            expected =
                                    "a path of letters, digits, dots, hyphens and underscores, such as studio/pictures")
                    String>
            prefix();

    /** {@code STUDIO_S3_REDIRECT}: browsers fetch pictures from the bucket by themselves, at addresses that end soon. */
    @WithConverter(Switch.class)
    boolean redirect();

    /** {@code STUDIO_S3_CACHE}: how much of this machine's disk the copies of thumbnails and previews may take. */
    @WithConverter(Bytes.class)
    @Limits(max = 1L << 40)
    long cache();

    /** Whether anything says that there is to be a bucket. */
    default boolean given() {
        return Stream.of(endpoint(), region(), accessKey(), secretKey()).anyMatch(Optional::isPresent);
    }
}
