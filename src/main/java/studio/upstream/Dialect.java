package studio.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import studio.model.Carried;
import studio.model.Option;

/**
 * How one provider writes the images form of OpenAI: the same call under other names. Data from {@code dialects.json}.
 *
 * @param name in API configs
 * @param label for people
 * @param hosts whose form it is, with stars
 * @param basePath of the API on a host that is given without a path
 * @param auth which header has the key
 * @param chatPictures false: chat completions at these hosts make no pictures
 * @param pictureModels ids, with stars, of models that are reached through the images form alone
 * @param fields what each option is called on the wire; two names with a comma for an exact size are width and height
 * @param sizeSeparator between width and height of an exact size
 * @param lowerCaseTiers {@code 1k} instead of {@code 1K}
 * @param maxPictures of one call
 * @param references how reference pictures are sent
 * @param responseFormat asked for, for models that understand the question; null: whatever comes
 * @param extra sent with every call
 * @param listsModels false: the list of models does not tell what can be asked for
 * @param maxReferenceBytes of one reference picture; 0: as the model says
 * @param oneAtATime whether a second call of the same key is refused while the first one runs
 */
public record Dialect(
        String name,
        String label,
        List<String> hosts,
        String basePath,
        Auth auth,
        boolean chatPictures,
        List<String> pictureModels,
        Map<Option, String> fields,
        String sizeSeparator,
        boolean lowerCaseTiers,
        int maxPictures,
        References references,
        @Nullable String responseFormat,
        ObjectNode extra,
        boolean listsModels,
        long maxReferenceBytes,
        boolean oneAtATime) {

    /** Headers that have the key. */
    public enum Auth {
        BEARER,
        API_KEY,
        BOTH;

        public boolean bearer() {
            return this != API_KEY;
        }

        public boolean apiKey() {
            return this != BEARER;
        }
    }

    /** Where reference pictures go. {@link #edits()} is the path. */
    public enum References {
        /** The form knows none. */
        NONE,
        /** Edits as a multipart form: {@code image[]} for each. */
        MULTIPART,
        /** The same, but a single one is called {@code image}. */
        MULTIPART_SINGLE,
        /** Edits as JSON: {@code images: [{image_url}]}. */
        IMAGE_URLS,
        /** Edits as JSON: {@code image: {url, type}}, several as {@code images}. */
        IMAGE_OBJECTS,
        /** Generations: {@code image}, a string or a list. */
        IMAGE_LIST,
        /** Generations: {@code image}, {@code image2}, {@code image3}. */
        NUMBERED,
        /** Generations: {@code image_url}, several as {@code reference_images}. */
        IMAGE_URL;

        public boolean multipart() {
            return this == MULTIPART || this == MULTIPART_SINGLE;
        }

        /** Whether a call with references goes to {@code /images/edits}. */
        public boolean edits() {
            return multipart() || this == IMAGE_URLS || this == IMAGE_OBJECTS;
        }
    }

    /** @throws IllegalArgumentException for a word that there is not */
    static Dialect read(JsonNode json) {
        Map<Option, String> fields = new EnumMap<>(Option.class);
        json.path("fields")
                .properties()
                .forEach(field ->
                        fields.put(Option.of(field.getKey()), field.getValue().textValue()));
        return new Dialect(
                json.path("name").textValue(),
                json.path("label").textValue(),
                texts(json.path("hosts")),
                json.path("basePath").asText("/v1"),
                Auth.valueOf(json.path("auth").asText("bearer").toUpperCase(Locale.ROOT)),
                json.path("chatPictures").asBoolean(true),
                texts(json.path("pictureModels")),
                fields,
                json.path("sizeSeparator").asText("x"),
                json.path("lowerCaseTiers").asBoolean(false),
                json.path("maxPictures").asInt(1),
                References.valueOf(json.path("references").asText("none").toUpperCase(Locale.ROOT)),
                json.path("responseFormat").textValue(),
                json.path("extra") instanceof ObjectNode extra ? extra : JsonNodeFactory.instance.objectNode(),
                json.path("listsModels").asBoolean(true),
                json.path("maxReferenceBytes").asLong(0),
                json.path("oneAtATime").asBoolean(false));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    boolean isFor(String host) {
        return matches(hosts, host);
    }

    /** Whether a model is reached through the images form alone. */
    boolean paintsOnly(String model) {
        return !chatPictures || matches(pictureModels, model);
    }

    /** What gets through. */
    public Carried carried() {
        EnumSet<Option> carried = EnumSet.noneOf(Option.class);
        carried.addAll(fields.keySet());
        if (references != References.NONE) {
            carried.add(Option.REFERENCES);
        }
        return new Carried(carried, maxReferenceBytes);
    }

    private static boolean matches(List<String> patterns, String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return patterns.stream()
                .anyMatch(pattern -> Pattern.matches(
                        String.join(
                                ".*",
                                List.of(pattern.split("\\*", -1)).stream()
                                        .map(Pattern::quote)
                                        .toList()),
                        name));
    }
}
