package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.practice.answer.Refusal;

/** What a conversation asks for: the text of the last turn that has any, and the pictures of all turns. */
final class Turns {
    private final Set<String> pictureFields;
    private @Nullable String prompt;
    private int references;

    /** @param pictureFields fields of a part, any of which makes it a picture */
    Turns(Set<String> pictureFields) {
        this.pictureFields = pictureFields;
    }

    /** @param content a text, or a list of parts; thoughts of earlier turns are left out */
    void read(JsonNode content) {
        List<String> texts = new ArrayList<>();
        if (content.isTextual()) {
            texts.add(content.asText());
        }
        for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
            if (!part.path("thought").asBoolean()) {
                if (part.path("text").isTextual()) {
                    texts.add(part.path("text").asText());
                }
                references += pictureFields.stream().anyMatch(part::has) ? 1 : 0;
            }
        }
        if (!texts.isEmpty()) {
            prompt = String.join("\n", texts);
        }
    }

    /**
     * @param field of the request that has the turns
     * @throws Refusal when there was neither text nor a picture
     */
    String prompt(String field) {
        if (prompt == null && references == 0) {
            throw Refusal.invalid(field, field + " has neither text nor a picture");
        }
        return prompt == null ? "" : prompt;
    }

    int references() {
        return references;
    }
}
