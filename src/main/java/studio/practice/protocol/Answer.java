package studio.practice.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import studio.practice.answer.Assignment;
import studio.practice.answer.PictureRequest;
import studio.practice.data.Vocabulary;

/**
 * What a protocol answers to one request, filled into the texts of {@code practice-answers.properties}.
 *
 * @param facts of this protocol, before those that all have
 */
record Answer(String protocol, Assignment assignment, Map<String, String> facts) {
    private static final Vocabulary TEXTS = new Vocabulary("answers");

    Answer with(String name, String fact) {
        Map<String, String> more = new HashMap<>(facts);
        more.put(name, fact);
        return new Answer(protocol, assignment, more);
    }

    /** The answer as a whole. */
    String whole() {
        return Vocabulary.fill(TEXTS.first(protocol), name -> fact(name, 0, assignment.drawnTokens()));
    }

    /** One of the protocol's texts, about one of the pictures. */
    String text(String name, int index) {
        return text(
                name,
                index,
                assignment.drawnTokens() / Math.max(1, assignment.pictures().size()));
    }

    private String text(String name, int index, int drawn) {
        String base = protocol + "." + name;
        boolean none = assignment.pictures().isEmpty();
        boolean drawable = assignment.behaviour().showsPicture();
        String variant =
                none && drawable ? ".none" : "." + assignment.behaviour().trick();
        String template = TEXTS.first(base + variant, none ? base + ".none" : base, base);
        return Vocabulary.fill(template, fact -> fact(fact, index, drawn));
    }

    private String fact(String name, int index, int drawn) {
        PictureRequest sent = assignment.request();
        int input = sent.textTokens() + sent.imageTokens();
        String own = facts.get(name);
        return own != null
                ? own
                : switch (name) {
                    case "id" -> assignment.id();
                    case "created" -> Long.toString(assignment.created());
                    case "model" -> sent.model().id();
                    case "text" -> Integer.toString(sent.textTokens());
                    case "images" -> Integer.toString(sent.imageTokens());
                    case "input" -> Integer.toString(input);
                    case "drawn" -> Integer.toString(drawn);
                    case "total" -> Integer.toString(input + drawn);
                    case "reason" ->
                        Objects.requireNonNullElse(assignment.behaviour().reason(), "IMAGE_SAFETY");
                    case "link" -> assignment.link();
                    case "index" -> Integer.toString(index);
                    case "type" -> assignment.mediaType(index);
                    case "base" -> assignment.base64(index);
                    case "dataurl" -> "data:" + assignment.mediaType(index) + ";base64," + assignment.base64(index);
                    case "pictures" ->
                        IntStream.range(0, assignment.pictures().size())
                                .mapToObj(i -> text("picture", i, drawn))
                                .collect(Collectors.joining(","));
                    default -> text(name, index, drawn);
                };
    }
}
