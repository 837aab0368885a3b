package studio.picture.bucket;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import studio.problem.Message;

/**
 * Why a bucket does not do what it is asked to. The codes are those of Amazon's "Error responses", which compatible servers use too;
 * an answer without a body has only its status.
 */
enum BucketFailure {
    /** Not there, or cut off in the middle. */
    UNREACHABLE("picture.bucket_unreachable", false),
    /** There, and asks for patience. */
    BUSY("picture.bucket_busy", false),
    FULL("picture.bucket_full", false),
    MISSING("picture.bucket_missing", true),
    KEY_WRONG("picture.bucket_key_wrong", true),
    DENIED("picture.bucket_denied", true),
    READ_ONLY("picture.bucket_read_only", true),
    REGION_WRONG("picture.bucket_region_wrong", true),
    CLOCK_WRONG("picture.bucket_clock_wrong", true),
    REFUSED("picture.bucket_refused", false);

    private final String key;
    private final boolean lasting;

    BucketFailure(String key, boolean lasting) {
        this.key = key;
        this.lasting = lasting;
    }

    /** Whether it stays so until somebody changes a setting. */
    boolean lasting() {
        return lasting;
    }

    /** Without secrets. */
    Message sentence(BucketConnection connection, String detail) {
        return Message.of(key, connection.bucket(), connection.shown(), detail);
    }

    static BucketFailure of(SdkException failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            return UNREACHABLE;
        }
        return switch (code(answer)) {
            case "NoSuchBucket" -> MISSING;
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidToken",
                    "ExpiredToken",
                    "AuthorizationHeaderMalformed" -> KEY_WRONG;
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> DENIED;
            case "PermanentRedirect", "IllegalLocationConstraintException" -> REGION_WRONG;
            case "RequestTimeTooSkewed" -> CLOCK_WRONG;
            case "NotImplemented", "MethodNotAllowed" -> READ_ONLY;
            case "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge" -> FULL;
            case "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout" -> BUSY;
            default -> ofStatus(answer.statusCode());
        };
    }

    private static BucketFailure ofStatus(int status) {
        return switch (status) {
            case 301 -> REGION_WRONG;
            case 401, 403 -> DENIED;
            case 405, 501 -> READ_ONLY;
            case 507 -> FULL;
            default -> status == 429 || status >= 500 ? BUSY : REFUSED;
        };
    }

    /** Empty when the answer had none. */
    static String code(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    /** What the server or the connection called it. */
    static String detail(SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            String code = code(answer);
            return code.isEmpty() ? "HTTP " + answer.statusCode() : code;
        }
        Throwable cause = failure.getCause();
        return cause == null
                ? failure.getClass().getSimpleName()
                : cause.getClass().getSimpleName();
    }
}
