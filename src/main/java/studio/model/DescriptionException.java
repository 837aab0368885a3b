package studio.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.stream.Collectors;
import studio.json.WholeText;

/** A description of models that breaks the rules; the message is a sentence that names the place. */
final class DescriptionException extends Exception {
    private static final int LONGEST_QUOTE = 80;

    DescriptionException(String sentence) {
        super(sentence);
    }

    /** @param place what was read, for example {@code models[3]} */
    static DescriptionException in(String place, JsonMappingException cause) {
        String path = cause.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return new DescriptionException(place + path + ": " + what(cause) + ".");
    }

    static DescriptionException syntax(JsonProcessingException cause) {
        var at = cause.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new DescriptionException("The file is not valid JSON" + place + ": " + cause.getOriginalMessage() + ".");
    }

    private static String what(JsonMappingException cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown -> "there is no such field";
            case InvalidFormatException wrong -> "cannot be \"" + quoted(String.valueOf(wrong.getValue())) + "\"";
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException rule -> String.valueOf(rule.getMessage());
            default -> "has a wrong type or holds nothing";
        };
    }

    private static String quoted(String value) {
        return WholeText.start(value, LONGEST_QUOTE);
    }
}
