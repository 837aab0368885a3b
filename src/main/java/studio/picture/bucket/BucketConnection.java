package studio.picture.bucket;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import studio.problem.Message;
import studio.settings.FolderSettings;

/**
 * How a bucket is reached. What the environment or the files of other programs of Amazon say is not asked for: only
 * {@code STUDIO_S3_*} counts.
 */
@RegisterForReflection(
        classNames = {
            "com.sun.xml.internal.stream.XMLInputFactoryImpl",
            "com.sun.xml.internal.stream.XMLOutputFactoryImpl"
        })
record BucketConnection(
        String bucket,
        Optional<String> endpoint,
        String region,
        String accessKey,
        String secretKey,
        boolean pathStyle) {
    /** What servers of one's own take any word for. */
    private static final String ANY_REGION = "us-east-1";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** @throws BucketUnusableException when only a part of it is set */
    static BucketConnection of(FolderSettings folders, BucketSettings settings) {
        List<String> missing = new ArrayList<>();
        note("STUDIO_S3_BUCKET", folders.bucket(), missing);
        note("STUDIO_S3_ACCESS_KEY", settings.accessKey(), missing);
        note("STUDIO_S3_SECRET_KEY", settings.secretKey(), missing);
        note("STUDIO_S3_ENDPOINT", settings.endpoint().or(settings::region), missing);
        if (!missing.isEmpty()) {
            throw new BucketUnusableException(Message.of("picture.bucket_half", missing));
        }
        return new BucketConnection(
                folders.bucket().orElseThrow(),
                settings.endpoint(),
                settings.region().orElse(ANY_REGION),
                settings.accessKey().orElseThrow(),
                settings.secretKey().orElseThrow(),
                settings.pathStyle());
    }

    private static void note(String variable, Optional<String> value, List<String> missing) {
        if (value.isEmpty()) {
            missing.add(variable);
        }
    }

    /** For people. */
    String shown() {
        return endpoint.orElse("Amazon S3, " + region);
    }

    S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                // Many compatible servers do not know the newer checksums; Content-MD5, which all know, guards what is
                // stored.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service())
                .overrideConfiguration(override -> override.defaultProfileFile(
                                ProfileFile.aggregator().build())
                        .addExecutionInterceptor(new BodiesAtOnce()));
        endpoint.map(URI::create).ifPresent(builder::endpointOverride);
        return builder.build();
    }

    S3Presigner presigner() {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials())
                .serviceConfiguration(service());
        endpoint.map(URI::create).ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    /** Bodies in one piece: not every server knows signed chunks. */
    private S3Configuration service() {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(pathStyle)
                .chunkedEncodingEnabled(false)
                .build();
    }

    @Override
    public String toString() {
        return "bucket " + bucket + " at " + shown();
    }
}
