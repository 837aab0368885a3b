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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import studio.files.Glob;

/**
 * Descriptions of models, as {@code models.json} holds them. Several entries may match one model: the more
 * particular the pattern, the later its entry is laid on top, so that a family is described once.
 */
record Catalogue(List<Described> models) {
    static final Catalogue EMPTY = new Catalogue(List.of());
    private static final int MAX_PATTERN = 200;
    private static final int MAX_ID = 300;
    private static final int MAX_VENDORS = 8;
    private static final Pattern DATE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{6})$");

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * An entry and the models that it is about.
     *
     * @param match ids of models, such as {@code gpt-image-2*}: the star stands for anything, nothing included
     */
    record Described(List<String> match, ModelEntry entry) {
        /** How particular the pattern is, in characters that are not stars; -1 when none matches. */
        int weight(List<String> names) {
            return match.stream()
                    .filter(pattern -> names.stream().anyMatch(new Glob(pattern)::matches))
                    .mapToInt(pattern -> pattern.replace("*", "").length())
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
        for (String field : (Iterable<String>) tree::fieldNames) {
            if (!field.equals("models")) {
                throw new DescriptionException(field + ": there is no such field.");
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
        for (JsonNode entry : list) {
            models.add(described(entry, "models[" + models.size() + "]"));
        }
        return new Catalogue(List.copyOf(models));
    }

    private static Described described(JsonNode node, String place) throws DescriptionException {
        if (!(node instanceof ObjectNode whole)) {
            throw new DescriptionException(place + ": must be an object.");
        }
        JsonNode match = whole.path("match");
        if (!match.isArray() || match.isEmpty()) {
            throw new DescriptionException(place + ".match: must be a list of patterns.");
        }
        List<String> patterns = new ArrayList<>();
        for (JsonNode pattern : match) {
            String text = pattern.asText().strip().toLowerCase(Locale.ROOT);
            if (!pattern.isTextual() || text.isEmpty() || text.length() > MAX_PATTERN) {
                throw new DescriptionException(place + ".match: must hold patterns, for example \"gpt-image-2*\".");
            }
            patterns.add(text);
        }
        return new Described(patterns, ModelEntry.read(whole.deepCopy().without("match"), place));
    }

    /** The merged description of a model; empty when no entry matches. */
    Optional<ModelEntry> find(String model) {
        List<String> names = names(model);
        return models.stream()
                .filter(described -> described.weight(names) >= 0)
                .sorted(Comparator.comparingInt(described -> described.weight(names)))
                .map(Described::entry)
                .reduce(ModelEntry::merge);
    }

    /**
     * A model's id in all forms that a pattern may match: in lower case, with and without the vendors before it ({@code models/},
     * {@code google/}), the variant after it ({@code :free}) and the date at its end.
     */
    private static List<String> names(String id) {
        String whole = id.strip().toLowerCase(Locale.ROOT);
        if (whole.length() > MAX_ID) {
            return List.of();
        }
        int colon = whole.lastIndexOf(':');
        List<String> parts = List.of((colon > 0 ? whole.substring(0, colon) : whole).split("/", MAX_VENDORS));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String name = String.join("/", parts.subList(i, parts.size()));
            names.add(name);
            names.add(DATE.matcher(name).replaceFirst(""));
        }
        return names;
    }
}
