package studio.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a request; every package throws it and {@code studio.web} turns it into the RFC 9457 answer. The {@code
 * with…} methods add to it before it is thrown and return it.
 */
public final class ProblemException extends RuntimeException {

    /** One wrong field of a request. {@code field} is the JSON name or path, for example {@code images[2]}. */
    public record FieldError(String field, Message message) {}

    private final int status;
    private final String code;
    private final Message message;
    private final List<FieldError> fields = new ArrayList<>(0);
    private final Map<String, String> headers = new LinkedHashMap<>(0);
    private final Map<String, Object> extras = new LinkedHashMap<>(0);
    private @Nullable String detail;

    private ProblemException(int status, String code, Message message) {
        super(code + ": " + message.in(Language.ENGLISH));
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** A failure with the sentence of its code. */
    public static ProblemException of(ProblemCode code, @Nullable Object... arguments) {
        return of(code, Message.of("problem." + code.wire(), arguments));
    }

    /**
     * The body of a request.
     *
     * @throws ProblemException 400 {@code malformed_json} when there is none
     */
    public static <T> T present(@Nullable T body) {
        if (body == null) {
            throw of(ProblemCode.MALFORMED_JSON);
        }
        return body;
    }

    /** A failure with a sentence of its own. */
    public static ProblemException of(ProblemCode code, Message message) {
        return of(code.status(), code.wire(), message);
    }

    /** A failure whose code is not the studio's: an upstream's, or that of a bare status. */
    public static ProblemException of(int status, String code, Message message) {
        return new ProblemException(status, code, message);
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
        detail = text;
        return this;
    }

    public ProblemException withField(String field, Message fieldMessage) {
        fields.add(new FieldError(field, fieldMessage));
        return this;
    }

    public ProblemException withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds a member to the problem document, for example {@code upstream}. The value must be plain maps, lists, scalars. */
    public ProblemException withExtra(String name, Object value) {
        extras.put(name, value);
        return this;
    }

    public ProblemException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** The HTTP status. */
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
