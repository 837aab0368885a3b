package studio.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a person is told about; every package throws it and {@code studio.web} turns it into the RFC 9457 answer. Instances
 * are immutable; the {@code with…} methods return changed copies.
 */
public final class ProblemException extends RuntimeException {

    /** One wrong field of a request. {@code field} is the JSON name or path, for example {@code images[2]}. */
    public record FieldError(String field, Message message) {}

    private final int status;
    private final String code;
    private final Message message;
    private final @Nullable String detail;
    private final List<FieldError> fields;
    private final Map<String, String> headers;
    private final Map<String, Object> extras;

    private ProblemException(
            int status,
            String code,
            Message message,
            @Nullable String detail,
            List<FieldError> fields,
            Map<String, String> headers,
            Map<String, Object> extras,
            @Nullable Throwable cause) {
        super(code + ": " + message.in(Language.ENGLISH), cause);
        this.status = status;
        this.code = code;
        this.message = message;
        this.detail = detail;
        this.fields = fields;
        this.headers = headers;
        this.extras = extras;
    }

    /** A failure with the sentence of its code. */
    public static ProblemException of(ProblemCode code, @Nullable Object... arguments) {
        return of(code.status(), code.wire(), Message.of("problem." + code.wire(), arguments));
    }

    /** A failure with a sentence of its own. */
    public static ProblemException of(ProblemCode code, Message message) {
        return of(code.status(), code.wire(), message);
    }

    /** A failure whose code is not the studio's: an upstream's, or that of a bare status. */
    public static ProblemException of(int status, String code, Message message) {
        return new ProblemException(status, code, message, null, List.of(), Map.of(), Map.of(), null);
    }

    /** A 400 {@code invalid_request} about one field. */
    public static ProblemException field(String field, Message message) {
        return of(ProblemCode.INVALID_REQUEST, message).withField(field, message);
    }

    /** A 400 {@code invalid_request} about one field, whose message continues a sentence that starts with the field's name. */
    public static ProblemException wrong(String field, Message message) {
        return of(ProblemCode.INVALID_REQUEST, Message.of("text.field", field, message))
                .withField(field, message);
    }

    public ProblemException withDetail(String text) {
        return new ProblemException(status, code, message, text, fields, headers, extras, getCause());
    }

    public ProblemException withField(String field, Message fieldMessage) {
        List<FieldError> more = new ArrayList<>(fields);
        more.add(new FieldError(field, fieldMessage));
        return new ProblemException(status, code, message, detail, List.copyOf(more), headers, extras, getCause());
    }

    public ProblemException withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ProblemException(status, code, message, detail, fields, Map.copyOf(more), extras, getCause());
    }

    /** Adds a member to the problem document, for example {@code upstream}. The value must be plain maps, lists, scalars. */
    public ProblemException withExtra(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extras);
        more.put(name, value);
        return new ProblemException(status, code, message, detail, fields, headers, Map.copyOf(more), getCause());
    }

    public ProblemException causedBy(Throwable cause) {
        return new ProblemException(status, code, message, detail, fields, headers, extras, cause);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The sentence for people. */
    public Message message() {
        return message;
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
