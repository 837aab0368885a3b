package studio.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document of any size that was read with little memory: strings longer than 4 KiB, and all data URLs, go to files while
 * the document streams in, decoded from base64 where they are pictures. What is left is an ordinary small tree.
 *
 * @param tree the document; the text of a string that went to a file is a short token there
 */
public record SpooledJson(JsonNode tree, Map<String, Spooled> files) {

    /**
     * @param maxBytes of the whole document
     * @param maxTreeBytes of the document without its long strings
     * @param maxFiles long strings
     */
    public record Limits(long maxBytes, long maxTreeBytes, int maxFiles) {}

    /** A document is larger than its reader allows; the message names the limit. */
    public static final class LimitException extends IOException {
        LimitException(String message) {
            super(message);
        }
    }

    /** Decimals stay exactly as they are written: some of them are money. */
    private static final ObjectMapper MAPPER = new ObjectMapper(new WholeJson(new JsonFactoryBuilder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /**
     * @param folder where long strings go, made for the first one when there is none; files are named {@code spool-*.bin} and left to the caller, also those of a document
     *     that broke off: what had come of a paid answer is not thrown away
     * @throws LimitException when a limit is passed
     * @throws JsonProcessingException when the document is not JSON, is cut off, or is empty
     * @throws IOException when reading or the disk fails
     */
    public static SpooledJson read(InputStream in, Path folder, Limits limits) throws IOException {
        // Unguessable is not needed, only unlikely: a document that names a token can at worst name its own strings.
        String nonce = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        StringDiverter diverter = new StringDiverter(in, folder, nonce + "-", limits);
        try {
            JsonNode tree = MAPPER.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(diverter);
            if (tree == null || tree.isMissingNode()) {
                throw new UnreadableDocumentException("the document is empty", null);
            }
            return new SpooledJson(tree, diverter.diverted());
        } catch (CharConversionException | NumberFormatException e) {
            throw new UnreadableDocumentException(String.valueOf(e.getMessage()), e);
        } finally {
            diverter.closeUnfinished();
        }
    }

    /** Reads a short document that stands in a text; empty when it is none, or no object and no list. What follows it is ignored. */
    public static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException | NumberFormatException noDocument) {
            return Optional.empty();
        }
    }

    /** The file behind a text node; empty when its text is in the node itself. */
    public Optional<Spooled> spooled(JsonNode text) {
        return text.isTextual() ? Optional.ofNullable(files.get(text.textValue())) : Optional.empty();
    }

    /**
     * A fault of the document. Jackson reports bytes that are no characters as if the input itself had failed, and a number with too
     * many digits in its exponent as if the caller had.
     */
    private static final class UnreadableDocumentException extends JsonProcessingException {
        UnreadableDocumentException(String why, @Nullable Exception cause) {
            super(why, cause);
        }
    }
}
