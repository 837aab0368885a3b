package studio.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a person is told about, in both languages; every package throws it and {@code studio.web} turns it into
 * the RFC 9457 answer. Instances are immutable; the {@code with…} methods return changed copies.
 */
public final class ProblemException extends RuntimeException {

    /** One wrong field of a request. {@code field} is the JSON name or path, for example {@code images[2]}. */
    public record FieldError(String field, String zh, String en) {}

    private final int status;
    private final String code;
    private final String zh;
    private final String en;
    private final @Nullable String detail;
    private final List<FieldError> fields;
    private final Map<String, String> headers;
    private final Map<String, Object> extras;

    private ProblemException(
            int status,
            String code,
            String zh,
            String en,
            @Nullable String detail,
            List<FieldError> fields,
            Map<String, String> headers,
            Map<String, Object> extras,
            @Nullable Throwable cause) {
        super(code + ": " + en, cause);
        this.status = status;
        this.code = code;
        this.zh = zh;
        this.en = en;
        this.detail = detail;
        this.fields = fields;
        this.headers = headers;
        this.extras = extras;
    }

    /**
     * @param status the HTTP status, 400 to 599
     * @param code stable English snake_case, for programs
     * @param zh the sentence for people, Chinese
     * @param en the same sentence in English
     */
    public static ProblemException of(int status, String code, String zh, String en) {
        return new ProblemException(status, code, zh, en, null, List.of(), Map.of(), Map.of(), null);
    }

    /** A 400 {@code invalid_request} about one field. */
    public static ProblemException field(String field, String zh, String en) {
        return of(400, "invalid_request", zh, en).withField(field, zh, en);
    }

    /** A 400 {@code invalid_request} about one field, told as the end of a sentence that the field's name begins. */
    public static ProblemException wrong(String field, String zh, String en) {
        return of(400, "invalid_request", field + " " + zh, field + " " + en).withField(field, zh, en);
    }

    /** A 404 with the given code, for example {@code task_not_found}. */
    public static ProblemException notFound(String code, String zh, String en) {
        return of(404, code, zh, en);
    }

    public ProblemException withDetail(String text) {
        return new ProblemException(status, code, zh, en, text, fields, headers, extras, getCause());
    }

    public ProblemException withField(String field, String fieldZh, String fieldEn) {
        List<FieldError> more = new ArrayList<>(fields);
        more.add(new FieldError(field, fieldZh, fieldEn));
        return new ProblemException(status, code, zh, en, detail, List.copyOf(more), headers, extras, getCause());
    }

    public ProblemException withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ProblemException(status, code, zh, en, detail, fields, Map.copyOf(more), extras, getCause());
    }

    /** Adds a member to the problem document, for example {@code upstream}. The value must be plain maps, lists, scalars. */
    public ProblemException withExtra(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extras);
        more.put(name, value);
        return new ProblemException(status, code, zh, en, detail, fields, headers, Map.copyOf(more), getCause());
    }

    public ProblemException causedBy(Throwable cause) {
        return new ProblemException(status, code, zh, en, detail, fields, headers, extras, cause);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The sentence for people. */
    public String message(boolean english) {
        return english ? en : zh;
    }

    public @Nullable String detail() {
        return detail;
    }

    public List<FieldError> fields() {
        return fields;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Map<String, Object> extras() {
        return extras;
    }
}
