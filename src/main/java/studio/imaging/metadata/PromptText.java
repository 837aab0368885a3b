package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.Chunks;
import studio.imaging.probe.Chunks.Chunk;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageFormat;
import studio.json.WholeText;

/**
 * The prompt that other programs wrote into a PNG: {@code parameters} of the Stable Diffusion web UI, the graph of ComfyUI where a
 * sampler names its text, and plain descriptions.
 *
 * @param prompt never blank
 * @param model as the program names it; empty when it does not
 */
public record PromptText(String prompt, String model) {
    private static final int MAX_TEXT = 2_000_000;
    private static final int MAX_PROMPT = 32_000;
    private static final int MAX_HOPS = 20;
    private static final Set<String> TEXT_CHUNKS = Set.of("tEXt", "zTXt", "iTXt");
    private static final Set<String> KEYWORDS = Set.of("parameters", "prompt", "Description", "Comment");
    private static final Pattern SETTINGS = Pattern.compile("\\n(?:Negative prompt:|Steps: )");
    private static final Pattern MODEL = Pattern.compile("(?:^|, |\\n)Model: ([^,\\n]{1,200})");

    /** Reads a few megabytes of the file at most; empty for other formats and for what says nothing. */
    public static Optional<PromptText> read(Path picture, ImageFormat format) throws IOException {
        if (format != ImageFormat.PNG) {
            return Optional.empty();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        try (HeaderBytes bytes = new HeaderBytes(picture)) {
            Chunks chunks = Chunks.png(bytes);
            for (Chunk chunk = chunks.next();
                    chunk != null && !chunk.name().equals("IDAT") && chunk.end() <= bytes.size();
                    chunk = chunks.next()) {
                if (TEXT_CHUNKS.contains(chunk.name()) && chunk.length() <= MAX_TEXT) {
                    note(texts, chunk.name(), bytes.slice(chunk.content(), (int) chunk.length()));
                }
            }
        } catch (EOFException e) {
            // What was read so far counts.
        }
        return Optional.ofNullable(texts.get("parameters"))
                .flatMap(PromptText::ofParameters)
                .or(() -> Optional.ofNullable(texts.get("prompt")).flatMap(PromptText::ofGraph))
                .or(() -> Optional.ofNullable(texts.get("Description")).flatMap(text -> of(text, "")));
    }

    private static Optional<PromptText> of(String prompt, String model) {
        String text = WholeText.of(WholeText.start(prompt.strip(), MAX_PROMPT));
        return text.isBlank() ? Optional.empty() : Optional.of(new PromptText(text, WholeText.of(model.strip())));
    }

    /** The prompt, then "Negative prompt:" and a line of settings. */
    static Optional<PromptText> ofParameters(String text) {
        Matcher settings = SETTINGS.matcher("\n" + text);
        String prompt = settings.find() ? ("\n" + text).substring(0, settings.start()) : text;
        Matcher model = MODEL.matcher(text);
        return of(prompt, model.find() ? model.group(1) : "");
    }

    /** The nodes of the graph by id: a sampler's {@code positive} leads to the node that has the text. */
    static Optional<PromptText> ofGraph(String text) {
        JsonNode graph = parsed(text);
        if (graph == null) {
            return Optional.empty();
        }
        String model = "";
        String prompt = "";
        for (JsonNode node : graph) {
            JsonNode inputs = node.path("inputs");
            if (prompt.isEmpty() && inputs.path("positive").isArray()) {
                prompt = textOf(graph, inputs.path("positive"), 0);
            }
            for (String name : List.of("ckpt_name", "unet_name")) {
                model = model.isEmpty() ? inputs.path(name).asText("") : model;
            }
        }
        return of(prompt, model);
    }

    private static String textOf(JsonNode graph, JsonNode link, int hops) {
        if (hops > MAX_HOPS) {
            return "";
        }
        JsonNode inputs = graph.path(link.path(0).asText()).path("inputs");
        for (String name : new String[] {"text", "text_g", "t5xxl", "prompt", "string", "value"}) {
            JsonNode value = inputs.path(name);
            if (value.isTextual() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        for (JsonNode value : inputs) {
            String found = value.isArray() && value.size() == 2 ? textOf(graph, value, hops + 1) : "";
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private static @Nullable JsonNode parsed(String text) {
        JsonMapper mapper = JsonMapper.builder().build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(100).build());
        try {
            JsonNode tree = mapper.readTree(text);
            return tree.isObject() ? tree : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** PNG, third edition, sections 11.3.3.2 to 11.3.3.4. */
    private static void note(Map<String, String> texts, String kind, byte[] data) throws IOException {
        int end = zero(data, 0);
        String keyword = new String(data, 0, Math.min(end, data.length), ISO_8859_1);
        if (!KEYWORDS.contains(keyword) || end >= data.length) {
            return;
        }
        switch (kind) {
            case "tEXt" -> texts.putIfAbsent(keyword, latinOrUtf8(data, end + 1));
            case "zTXt" -> {
                String text = inflated(data, end + 2);
                texts.putIfAbsent(keyword, text);
            }
            default -> {
                boolean compressed = end + 1 < data.length && data[end + 1] == 1;
                int text = zero(data, zero(data, end + 3) + 1) + 1;
                if (text <= data.length) {
                    texts.putIfAbsent(
                            keyword,
                            compressed ? inflated(data, text) : new String(data, text, data.length - text, UTF_8));
                }
            }
        }
    }

    /** Programs write UTF-8 where the format wants Latin-1. */
    private static String latinOrUtf8(byte[] data, int from) {
        String utf8 = new String(data, from, data.length - from, UTF_8);
        return utf8.indexOf('\uFFFD') < 0 ? utf8 : new String(data, from, data.length - from, ISO_8859_1);
    }

    private static String inflated(byte[] data, int from) throws IOException {
        if (from >= data.length) {
            return "";
        }
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(data, from, data.length - from))) {
            return latinOrUtf8(in.readNBytes(MAX_TEXT), 0);
        } catch (IOException e) {
            return "";
        }
    }

    private static int zero(byte[] data, int from) {
        int at = from;
        while (at < data.length && data[at] != 0) {
            at++;
        }
        return at;
    }
}
