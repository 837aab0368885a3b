package studio.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;

/** Reads a number as its text; other texts are refused where numbers stand for them. */
@RegisterForReflection
final class NumberOrText extends JsonDeserializer<String> {

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return context.readTree(parser).asText();
    }
}
