package studio.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Descriptions of models, as {@code models.json} holds them. Several entries may match one model: the more
 * particular the pattern, the later its entry is laid on top, so that a family is described once.
 */
record Catalogue(List<Described> models) {
    static final Catalogue EMPTY = new Catalogue(List.of());
    private static final Set<String> WORDS = Set.of("models");
    private static final int MAX_PATTERN = 200;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** An entry and the models that it is about. */
    record Described(List<ModelPattern> match, ModelEntry entry) {
        /** -1 when it does not match the model. */
        int weight(ModelId id) {
            return match.stream()
                    .filter(pattern -> pattern.matches(id))
                    .mapToInt(ModelPattern::weight)
                    .max()
                    .orElse(-1);
        }
    }

    /** @throws DescriptionException with a sentence that names the line or the field */
    static ObjectNode parse(byte[] json) throws DescriptionException {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode tree) {
                return tree;
            }
            throw new DescriptionException("The file must hold one JSON object.");
        } catch (JsonProcessingException e) {
            throw DescriptionException.syntax(e);
        } catch (NumberFormatException e) {
            throw new DescriptionException("The file holds a number that nothing can hold.");
        } catch (IOException e) {
            throw new DescriptionException("The file is not valid UTF-8.");
        }
    }

    /** Reads a file that describes models and nothing else. */
    static Catalogue read(byte[] json) throws DescriptionException {
        ObjectNode tree = parse(json);
        for (String word : (Iterable<String>) tree::fieldNames) {
            if (!WORDS.contains(word)) {
                throw new DescriptionException(word + ": there is no such field.");
            }
        }
        return of(tree);
    }

    static Catalogue of(ObjectNode tree) throws DescriptionException {
        JsonNode list = tree.path("models");
        if (!list.isArray()) {
            throw new DescriptionException("models: must be a list.");
        }
        List<Described> models = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            models.add(described(list.get(i), "models[" + i + "]"));
        }
        return new Catalogue(List.copyOf(models));
    }

    private static Described described(JsonNode node, String place) throws DescriptionException {
        if (!(node instanceof ObjectNode whole)) {
            throw new DescriptionException(place + ": must be an object.");
        }
        JsonNode match = whole.path("match");
        List<ModelPattern> patterns = new ArrayList<>();
        for (JsonNode pattern : match) {
            String text = pattern.asText().strip();
            if (!pattern.isTextual() || text.isEmpty() || text.length() > MAX_PATTERN) {
                throw new DescriptionException(place + ".match: must hold patterns, for example \"gpt-image-2*\".");
            }
            patterns.add(new ModelPattern(text));
        }
        if (!match.isArray() || patterns.isEmpty()) {
            throw new DescriptionException(place + ".match: must be a list of patterns.");
        }
        ObjectNode description = whole.deepCopy();
        description.remove("match");
        return new Described(List.copyOf(patterns), ModelEntry.read(description, place));
    }

    /** The merged description of a model; empty when no entry matches. */
    Optional<ModelEntry> find(ModelId id) {
        return models.stream()
                .filter(described -> described.weight(id) >= 0)
                .sorted(Comparator.comparingInt(described -> described.weight(id)))
                .map(Described::entry)
                .reduce(ModelEntry::merge);
    }
}
