package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.practice.answer.Refusal;

/** What a conversation asks for: the text of the last turn that has any, and the number of pictures of all turns. */
record Turns(String prompt, int references) {
    /**
     * @param turns the contents of each: a text, or a list of parts of which thoughts are left out
     * @param pictures fields of a part, any of which makes it a picture
     * @param field of the request that has the turns
     * @throws Refusal when there is neither text nor a picture
     */
    static Turns read(List<JsonNode> turns, Set<String> pictures, String field) {
        @Nullable String prompt = null;
        int references = 0;
        for (JsonNode turn : turns) {
            List<String> texts = new ArrayList<>();
            if (turn.isTextual()) {
                texts.add(turn.asText());
            }
            for (JsonNode part : turn) {
                if (!part.path("thought").asBoolean()) {
                    references += pictures.stream().anyMatch(part::has) ? 1 : 0;
                    if (part.path("text").isTextual()) {
                        texts.add(part.path("text").asText());
                    }
                }
            }
            prompt = texts.isEmpty() ? prompt : String.join("\n", texts);
        }
        if (prompt == null && references == 0) {
            throw Refusal.invalid(field, field + " has neither text nor a picture");
        }
        return new Turns(prompt == null ? "" : prompt, references);
    }
}
