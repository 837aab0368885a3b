package studio.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import studio.json.WholeText;
import studio.web.Failures;

/** A description of models that breaks the rules; the message is a sentence that names the place. */
final class DescriptionException extends Exception {
    private static final int MAX_QUOTE = 80;

    DescriptionException(String sentence) {
        super(sentence);
    }

    /** @param place what was read, for example {@code models[3]} */
    static DescriptionException in(String place, JsonMappingException cause) {
        String path = Failures.path(cause);
        String step = path.isEmpty() || path.startsWith("[") ? path : "." + path;
        return new DescriptionException(place + step + ": " + what(cause) + ".");
    }

    static DescriptionException syntax(JsonProcessingException cause) {
        var at = cause.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new DescriptionException("The file is not valid JSON" + place + ": " + cause.getOriginalMessage() + ".");
    }

    private static String what(JsonMappingException cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown -> "there is no such field";
            case InvalidFormatException wrong ->
                "cannot be \"" + WholeText.start(String.valueOf(wrong.getValue()), MAX_QUOTE) + "\"";
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException rule -> String.valueOf(rule.getMessage());
            default -> "has a wrong type or holds nothing";
        };
    }
}
