package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A picture's fields as XMP (ISO 16684-1), the one form of metadata that PNG, JPEG and WebP share. Each field is a text property
 * of our own namespace, and the prompt is the description ({@code dc:description}) that other programs show.
 *
 * @param fields what the packet holds of the requested ones
 */
// The array is made here and used at once.
@SuppressWarnings("ArrayRecordComponent")
record XmpPacket(byte[] xml, Map<String, String> fields) {
    private static final String NAMESPACE = "urn:image-studio:picture:";
    private static final String CLOSE = "</rdf:RDF>";
    private static final String PROMPT = "prompt";
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,39}");
    private static final Pattern FIELD =
            Pattern.compile("<studio:([A-Za-z][A-Za-z0-9]{0,39})>([^<]*+)</studio:\\1>", Pattern.DOTALL);
    /** What no document of XML 1.0 can carry; surrogates without their other half among it. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("[^\\t\\n\\r -\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]");

    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");
    private static final Pattern REFERENCE = Pattern.compile("&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|[a-z]{2,4});");
    private static final int CLOSING_TEXT = 40;

    /** The fields whose key can be a name in XML, without the characters that XML cannot carry. */
    static Map<String, String> clean(Map<String, String> fields) {
        Map<String, String> clean = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            if (KEY.matcher(key).matches()) {
                clean.put(key, clean(value));
            }
        });
        return clean;
    }

    private static String clean(String text) {
        return FORBIDDEN.matcher(text).replaceAll("");
    }

    /**
     * As many of the fields as fit, made part of the packet that the picture already has.
     *
     * @return null when nothing can be written, as into an existing packet of an odd form
     */
    static @Nullable XmpPacket fitting(Map<String, String> all, @Nullable String existing, int limit) {
        Map<String, String> fields = all;
        boolean describe = true;
        while (!fields.isEmpty()) {
            byte[] xml = xml(fields, existing, describe);
            if (xml == null) {
                return null;
            }
            if (xml.length <= limit) {
                return new XmpPacket(xml, fields);
            }
            fields = describe ? fields : shortened(fields, xml.length - limit);
            describe = false;
        }
        return null;
    }

    private static byte @Nullable [] xml(Map<String, String> fields, @Nullable String existing, boolean describe) {
        StringBuilder ours = new StringBuilder();
        fields.forEach((key, value) -> ours.append("<studio:%1$s>%2$s</studio:%1$s>\n".formatted(key, escaped(value))));
        String description = """
                <rdf:Description rdf:about="" xmlns:studio="%s">
                %s</rdf:Description>
                """.formatted(NAMESPACE, ours);
        if (existing != null) {
            int close = existing.lastIndexOf(CLOSE);
            return close < 0
                    ? null
                    : (existing.substring(0, close) + description + existing.substring(close)).getBytes(UTF_8);
        }
        String prompt = fields.get(PROMPT);
        String shown = !describe || prompt == null ? "" : """
                <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>\
                <rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description></rdf:Description>
                """.formatted(escaped(prompt));
        String packet = """
                <?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                %s%s</rdf:RDF>
                </x:xmpmeta>
                <?xpacket end="w"?>""".formatted(shown, description);
        return packet.getBytes(UTF_8);
    }

    /** The fields of a packet that we wrote; of several with one name the last one counts. */
    static Map<String, String> fields(String packet) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (packet.contains(NAMESPACE)) {
            Matcher field = FIELD.matcher(packet);
            while (field.find()) {
                fields.put(field.group(1), unescaped(field.group(2)));
            }
        }
        return fields;
    }

    /** The fields with the longest one cut, by at least {@code excess} bytes of their form in XML. */
    private static Map<String, String> shortened(Map<String, String> fields, int excess) {
        Map.Entry<String, String> longest = fields.entrySet().stream()
                .max(Comparator.comparingInt(field -> field.getValue().length()))
                .orElseThrow();
        String text = longest.getValue();
        int bytes = 0;
        int end = text.length();
        while (end > 0 && bytes < excess + CLOSING_TEXT) {
            int start = text.offsetByCodePoints(end, -1);
            bytes += escaped(text.substring(start, end)).getBytes(UTF_8).length;
            end = start;
        }
        Map<String, String> result = new LinkedHashMap<>(fields);
        if (end == 0) {
            result.remove(longest.getKey());
        } else {
            result.put(longest.getKey(), text.substring(0, end) + "…");
        }
        return result;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#xD;");
    }

    private static String unescaped(String xml) {
        return REFERENCE.matcher(xml).replaceAll(match -> Matcher.quoteReplacement(character(match.group(1))));
    }

    private static String character(String reference) {
        if (!reference.startsWith("#")) {
            return ENTITIES.getOrDefault(reference, "");
        }
        int code = reference.startsWith("#x")
                ? Integer.parseInt(reference.substring(2), 16)
                : Integer.parseInt(reference.substring(1));
        return Character.isValidCodePoint(code) ? clean(Character.toString(code)) : "";
    }
}
