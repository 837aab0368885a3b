package studio.practice.answer;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as they are written in JSON, for answers that are text blocks. */
public final class JsonText {
    private JsonText() {}

    public static String of(@Nullable String value) {
        return value == null
                ? "null"
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    public static String of(Collection<String> values) {
        return values.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
    }
}
