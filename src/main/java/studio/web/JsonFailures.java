package studio.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Says what is wrong with a JSON body: where it stops being JSON, or which field has the wrong type. */
public final class JsonFailures {
    private static final int LONGEST_NAME = 100;

    private JsonFailures() {}

    static ProblemException of(JsonProcessingException e) {
        return switch (e) {
            case InvalidDefinitionException wrong -> Failures.ofStatus(500).causedBy(wrong);
            case StreamConstraintsException large ->
                ProblemException.of(ProblemCode.JSON_TOO_COMPLEX).causedBy(large);
            case UnrecognizedPropertyException unknown -> field(unknown, Message.of("web.field_unknown"));
            case InvalidFormatException wrong -> field(wrong, expected(wrong));
            case MismatchedInputException empty
            when empty.getPath().isEmpty() && String.valueOf(empty.getMessage()).startsWith("No content") ->
                ProblemException.of(ProblemCode.MALFORMED_JSON, Message.of("web.body_unusable"));
            case MismatchedInputException wrong -> field(wrong, expected(wrong));
            case JsonMappingException wrong when wrong.getCause() instanceof ProblemException own -> own;
            case JsonMappingException wrong
            when !path(wrong).isEmpty() -> field(wrong, Message.of("web.value_invalid"));
            default -> malformed(e.getLocation());
        };
    }

    static ProblemException malformed(@Nullable JsonLocation at) {
        if (at == null) {
            return ProblemException.of(ProblemCode.MALFORMED_JSON, Message.of("web.body_not_json"));
        }
        return ProblemException.of(
                        ProblemCode.MALFORMED_JSON,
                        Message.of("web.body_not_json_at", at.getLineNr(), at.getColumnNr()))
                .withExtra("line", at.getLineNr())
                .withExtra("column", at.getColumnNr());
    }

    private static ProblemException field(JsonMappingException e, Message message) {
        String path = path(e);
        return path.isEmpty()
                ? ProblemException.of(ProblemCode.INVALID_REQUEST, Message.of("web.of_body", message))
                : ProblemException.wrong(path, message);
    }

    /** Where a value stands, for example {@code images[2].name}; empty for the whole. */
    public static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(reference -> reference.getFieldName() == null
                        ? "[" + reference.getIndex() + "]"
                        : "." + reference.getFieldName())
                .collect(Collectors.joining());
        String trimmed = path.startsWith(".") ? path.substring(1) : path;
        return trimmed.length() > LONGEST_NAME ? WholeText.start(trimmed, LONGEST_NAME) + "…" : trimmed;
    }

    private static Message expected(MismatchedInputException e) {
        Class<?> type = e.getTargetType() == null ? Object.class : e.getTargetType();
        if (type == String.class) {
            return Message.of("web.expected_text");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Message.of("web.expected_flag");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return Message.of("web.expected_integer");
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return Message.of("web.expected_number");
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return Message.of("web.expected_list");
        }
        return Message.of(type.isEnum() ? "web.expected_choice" : "web.expected_object");
    }
}
