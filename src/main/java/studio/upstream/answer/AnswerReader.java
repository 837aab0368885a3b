package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.json.JsonSpool;
import studio.json.SpoolLimitException;
import studio.json.SpooledJson;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;
import studio.upstream.failure.ErrorEnvelope;
import studio.upstream.failure.RequestIds;
import studio.upstream.failure.UpstreamErrors;

/** Turns the body of a 2xx into an {@link Answer}, whatever the upstream chose to send. */
public final class AnswerReader {
    /** Ten pictures of 3840x2160 noise as base64 are 330 MB. */
    public static final JsonSpool.Limits LIMITS = new JsonSpool.Limits(400L << 20, 4L << 20, 256);

    private static final int PEEK = 512;
    private static final int MAX_USAGE = 16 * 1024;

    private static final Pattern EVENTS = Pattern.compile("data:|event:|id:|retry:|:");

    /** What JSON of pictures or of words begins with; all else is words already. */
    private static final Pattern DOCUMENT = Pattern.compile("[{\"]|\\[\\s*(?:[\\]\\[{\"]|\\z)|null\\b");

    /** These say that no picture was seen, not that none was made. */
    private static final Set<FailureCode> MAY_HIDE_PICTURES = EnumSet.of(
            FailureCode.NO_IMAGE,
            FailureCode.PICTURE_DROPPED,
            FailureCode.ASYNC_UNSUPPORTED,
            FailureCode.TRUNCATED,
            FailureCode.UNREADABLE_ANSWER,
            FailureCode.CUT);

    private final Path folder;
    private final String apiKey;
    private final Billing billing;
    private final PartialFiles.Audience audience;

    /** @param audience of the unfinished pictures that a stream may bring */
    public AnswerReader(Path folder, String apiKey, Billing billing, PartialFiles.Audience audience) {
        this.folder = folder;
        this.apiKey = apiKey;
        this.billing = billing;
        this.audience = audience;
    }

    public Answer read(Reply reply) throws IOException {
        String requestId = RequestIds.of(reply.header());
        BufferedInputStream body = new BufferedInputStream(reply.body(), 64 * 1024);
        skipBlanks(body);
        body.mark(PEEK);
        byte[] start = body.readNBytes(PEEK);
        body.reset();
        String text = new String(start, StandardCharsets.UTF_8).replaceFirst("\\A\uFEFF?\\s*", "");
        if (text.isEmpty() && start.length < PEEK) {
            if (reply.status() == 202) {
                throw UpstreamErrors.asynchronous(202, laterAt(reply), requestId, apiKey);
            }
            throw UpstreamErrors.unreadable("the answer is empty", reply.status(), requestId, apiKey, null);
        }
        if (PictureSniff.isPicture(start)) {
            Answer.StoredPicture whole = new PictureSink(folder, "body", LIMITS.maxBytes()).store(body);
            return new Answer(List.of(whole), "", Answer.Details.ofId(requestId));
        }
        if (text.startsWith("<")) {
            String page = BoundedText.read(body, reply.header());
            String words = ErrorEnvelope.parse(page).message();
            throw UpstreamErrors.noApi(words == null ? "a web page" : words, reply.status(), requestId, apiKey, null);
        }
        boolean events = EVENTS.matcher(text).lookingAt();
        if (!events && !text.isEmpty() && !DOCUMENT.matcher(text).lookingAt()) {
            return inWords(body, reply, requestId);
        }
        try {
            boolean documents = events || text.startsWith("{") || text.startsWith("[");
            PictureEvents.Heard heard = documents
                    ? PictureEvents.read(body, folder, LIMITS, audience)
                    : new PictureEvents.Heard(JsonSpool.read(body, folder, LIMITS), null);
            return answer(heard, reply, requestId);
        } catch (SpoolLimitException tooLarge) {
            String why = String.valueOf(tooLarge.getMessage());
            throw UpstreamErrors.unreadable(why, reply.status(), requestId, apiKey, tooLarge);
        }
    }

    /** Where a picture that is still to be made can be had. */
    private static String laterAt(Reply reply) {
        for (String name : List.of("operation-location", "location")) {
            String address = reply.header().apply(name);
            if (address != null) {
                return name + ": " + address;
            }
        }
        return "202 Accepted";
    }

    /** Some send blank lines, to keep the connection, long before they know what to say. */
    private static void skipBlanks(BufferedInputStream body) throws IOException {
        int next;
        do {
            body.mark(1);
            next = body.read();
        } while (next == ' ' || next == '\n' || next == '\r' || next == '\t');
        body.reset();
        body.mark(3);
        if (!new String(body.readNBytes(3), StandardCharsets.UTF_8).equals("\uFEFF")) {
            body.reset();
        }
    }

    /** A body that is text may show pictures as a message does. */
    private Answer inWords(BufferedInputStream body, Reply reply, @Nullable String requestId) throws IOException {
        body.mark(BoundedText.MAX);
        byte[] start = body.readNBytes(BoundedText.MAX);
        body.reset();
        PictureExtractor.Found found = PictureExtractor.inText(body, folder);
        if (found.candidates().isEmpty()) {
            String words = BoundedText.read(new ByteArrayInputStream(start), reply.header());
            throw new MissingPicture(reply.status(), requestId, apiKey, billing).inWords(words);
        }
        return new Answer(found.candidates(), found.caption(), Answer.Details.ofId(requestId));
    }

    public Answer answer(PictureEvents.Heard heard, Reply reply, @Nullable String headerId) throws IOException {
        SpooledJson document = heard.document();
        JsonNode tree = document.tree().isArray() ? lastWords(document.tree()) : document.tree();
        PictureExtractor extractor = new PictureExtractor(document, folder);
        PictureExtractor.Found found = extractor.find();
        String requestId = headerId != null ? headerId : first(tree, "id", "responseId", "response_id");
        BigDecimal cost = Costs.told(tree, reply.header());
        UpstreamException fault = new ItemFaults(reply.status(), requestId, apiKey, billing).first(document.tree());
        if (found.candidates().isEmpty()) {
            UpstreamException why = why(fault, heard, tree, found, reply, requestId, cost);
            found = MAY_HIDE_PICTURES.contains(why.failure()) && fault == null ? extractor.anything() : found;
            if (found.candidates().isEmpty()) {
                throw why;
            }
            fault = found.certain() ? null : why;
        }
        if (fault == null && heard.broke() != null) {
            fault = UpstreamErrors.cut(reply.status(), requestId, heard.broke());
        }
        JsonNode metadata = CandidateFeedback.either(tree, "usageMetadata", "usage_metadata");
        JsonNode usage = tree.hasNonNull("usage") ? tree.get("usage") : metadata;
        boolean small = usage.isObject() && usage.toString().length() <= MAX_USAGE;
        Answer.Details details = new Answer.Details(
                first(tree, "model", "modelVersion", "model_version"),
                requestId,
                small ? usage : null,
                cost,
                revisedPrompt(document, tree),
                ModelTurn.of(document, folder),
                fault);
        return new Answer(found.candidates(), found.caption(), details);
    }

    private UpstreamException why(
            @Nullable UpstreamException fault,
            PictureEvents.Heard heard,
            JsonNode tree,
            PictureExtractor.Found found,
            Reply reply,
            @Nullable String requestId,
            @Nullable BigDecimal cost) {
        if (fault != null) {
            return fault;
        }
        return heard.broke() != null
                ? UpstreamErrors.cut(reply.status(), requestId, heard.broke())
                : new MissingPicture(reply.status(), requestId, apiKey, billing).in(tree, found, cost);
    }

    /** OpenAI's legacy models, xAI and the Responses form say what they made of the prompt. */
    private static @Nullable String revisedPrompt(SpooledJson document, JsonNode tree) {
        for (JsonNode text : tree.findValues("revised_prompt")) {
            if (text.isTextual()
                    && !text.textValue().isBlank()
                    && document.spooled(text).isEmpty()) {
                return text.textValue().strip();
            }
        }
        return null;
    }

    /** A stream's events as one object: of each field the last value that says something. */
    private static JsonNode lastWords(JsonNode events) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (JsonNode event : events) {
            for (Map.Entry<String, JsonNode> field : event.properties()) {
                JsonNode value = field.getValue();
                boolean says =
                        switch (field.getKey()) {
                            case "choices" -> value.at("/0/finish_reason").isTextual();
                            case "candidates" -> CandidateFeedback.ended(value);
                            default -> !value.isNull();
                        };
                if (says) {
                    all.set(field.getKey(), value);
                }
            }
        }
        return all;
    }

    private static @Nullable String first(JsonNode tree, String... names) {
        for (String name : names) {
            String text = shortText(tree.path(name));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String shortText(JsonNode node) {
        String text = node.isTextual() ? node.asText().strip() : "";
        return text.isEmpty() || text.length() > 200 ? null : text;
    }
}
