package studio.problem;

import java.util.Locale;

/**
 * The codes of failed requests, each with its HTTP status. The sentence of a code is the message {@code problem.<code>}, unless the
 * place where it fails has one of its own. The codes of failed generations are an upstream's: {@code studio.upstream.FailureCode}.
 */
public enum ProblemCode {
    INVALID_CONFIG(400),
    INVALID_REQUEST(400),
    JSON_TOO_COMPLEX(400),
    KEY_UNAVAILABLE(400),
    MALFORMED_JSON(400),
    UNAUTHORIZED(401),
    WRONG_PASSWORD(401),
    BUDGET_EXCEEDED(402),
    PRICE_UNKNOWN(402),
    FORBIDDEN(403),
    BACKUP_CHECK_NOT_FOUND(404),
    CONFIG_NOT_FOUND(404),
    DOWNLOAD_NOT_FOUND(404),
    DRAFT_NOT_FOUND(404),
    FILE_NOT_FOUND(404),
    GALLERY_ENTRY_NOT_FOUND(404),
    IMPORT_NOT_FOUND(404),
    NO_PARTIAL(404),
    NOT_FOUND(404),
    SESSION_NOT_FOUND(404),
    PROMPT_NOT_FOUND(404),
    TASK_NOT_FOUND(404),
    TEMPLATE_NOT_FOUND(404),
    UPLOAD_NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    REQUEST_TIMEOUT(408),
    BACKUP_CHECK_RUNNING(409),
    BACKUP_RUNNING(409),
    CONCURRENCY_FIXED(409),
    CONFIG_BROKEN(409),
    CONFIG_BUSY(409),
    CONFIG_TOO_LARGE(409),
    ID_TAKEN(409),
    IMPORT_OUT_OF_ORDER(409),
    IMPORT_OVER(409),
    IMPORT_RUNNING(409),
    PASSWORD_ELSEWHERE(409),
    REQUEST_UNKNOWN(409),
    TASK_FINISHED(409),
    TASK_NOT_FINISHED(409),
    TASK_NOT_QUEUED(409),
    TASK_SAVING(409),
    TOO_MANY_CONFIGS(409),
    TOO_MANY_DRAFTS(409),
    TOO_MANY_TEMPLATES(409),
    ENTRY_DELETED(410),
    REFERENCE_GONE(410),
    BODY_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    RANGE_NOT_SATISFIABLE(416),
    IDEMPOTENCY_KEY_REUSED(422),
    DOCTOR_BUSY(429),
    QUEUE_FULL(429),
    TOO_MANY_TRIES(429),
    HEADERS_TOO_LARGE(431),
    BACKUP_FAILED(500),
    CONFIG_NOT_SAVED(500),
    INTERNAL_ERROR(500),
    STORAGE_READ_ONLY(500),
    BUCKET_UNAVAILABLE(503),
    INSTANCE_UNREACHABLE(503),
    SEARCH_BUSY(503),
    SEARCH_PREPARING(503),
    SEARCH_TOO_LONG(503),
    SHUTTING_DOWN(503),
    STORAGE_BUSY(503),
    STORAGE_UNREACHABLE(503),
    UNAVAILABLE(503),
    TIMEOUT(504),
    DISK_FULL(507),
    STORAGE_FULL(507);

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** Stable English snake_case, for programs. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
