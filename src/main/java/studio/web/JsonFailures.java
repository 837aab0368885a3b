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

/** Says what is wrong with a JSON body: where it stops being JSON, or which field has the wrong type. */
final class JsonFailures {
    private static final int LONGEST_NAME = 100;

    private JsonFailures() {}

    static ProblemException of(JsonProcessingException e) {
        return switch (e) {
            case InvalidDefinitionException wrong -> Failures.unexpected(wrong);
            case StreamConstraintsException large ->
                Failures.say(
                                400,
                                "json_too_complex",
                                "JSON 过深或字段过长",
                                "The JSON is nested too deeply or has an overlong value")
                        .causedBy(large);
            case UnrecognizedPropertyException unknown -> field(unknown, "是未知字段", "is not a known field");
            case InvalidFormatException wrong -> field(wrong, expectedZh(wrong), expectedEn(wrong));
            case MismatchedInputException empty
            when path(empty).isEmpty() && atStart(empty) ->
                Failures.say(
                        400, "malformed_json", "请求体为空或不是所需的 JSON", "The body is empty or not the JSON that is needed");
            case MismatchedInputException wrong -> field(wrong, expectedZh(wrong), expectedEn(wrong));
            case JsonMappingException wrong when wrong.getCause() instanceof ProblemException own -> own;
            case JsonMappingException wrong when !path(wrong).isEmpty() -> field(wrong, "的值无效", "is not valid");
            default -> malformed(e.getLocation());
        };
    }

    static ProblemException malformed(@Nullable JsonLocation at) {
        ProblemException problem = Failures.say(400, "malformed_json", "请求体不是有效的 JSON", "The body is not valid JSON");
        if (at == null) {
            return problem;
        }
        String zh = "请求体不是有效的 JSON（第 " + at.getLineNr() + " 行，第 " + at.getColumnNr() + " 列）";
        String en = "The body is not valid JSON (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return Failures.say(400, "malformed_json", zh, en)
                .withExtra("line", at.getLineNr())
                .withExtra("column", at.getColumnNr());
    }

    private static ProblemException field(JsonMappingException e, String zh, String en) {
        String path = path(e);
        return path.isEmpty()
                ? Failures.say(400, "invalid_request", "请求体" + zh, "The body " + en)
                : ProblemException.wrong(path, zh, en);
    }

    private static boolean atStart(JsonMappingException e) {
        return e.getPath().isEmpty()
                && e instanceof MismatchedInputException wrong
                && wrong.getMessage() != null
                && wrong.getMessage().startsWith("No content");
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(reference -> reference.getFieldName() == null
                        ? "[" + reference.getIndex() + "]"
                        : "." + reference.getFieldName())
                .collect(Collectors.joining());
        String trimmed = path.startsWith(".") ? path.substring(1) : path;
        return trimmed.length() > LONGEST_NAME ? WholeText.start(trimmed, LONGEST_NAME) + "…" : trimmed;
    }

    private static String expectedZh(MismatchedInputException e) {
        return switch (kind(e.getTargetType())) {
            case TEXT -> "应为字符串";
            case FLAG -> "应为 true 或 false";
            case NUMBER -> "应为数字";
            case LIST -> "应为数组";
            case CHOICE -> "不在允许的取值之内";
            case OBJECT -> "应为对象";
        };
    }

    private static String expectedEn(MismatchedInputException e) {
        return switch (kind(e.getTargetType())) {
            case TEXT -> "must be a string";
            case FLAG -> "must be true or false";
            case NUMBER -> "must be a number";
            case LIST -> "must be an array";
            case CHOICE -> "is not one of the allowed values";
            case OBJECT -> "must be an object";
        };
    }

    private enum Kind {
        TEXT,
        FLAG,
        NUMBER,
        LIST,
        CHOICE,
        OBJECT
    }

    private static Kind kind(@Nullable Class<?> type) {
        if (type == null) {
            return Kind.OBJECT;
        }
        if (type == String.class) {
            return Kind.TEXT;
        }
        if (type == boolean.class || type == Boolean.class) {
            return Kind.FLAG;
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return Kind.NUMBER;
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return Kind.LIST;
        }
        return type.isEnum() ? Kind.CHOICE : Kind.OBJECT;
    }
}
