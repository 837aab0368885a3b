package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.json.SpooledJson;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.Previews;
import studio.upstream.UpstreamException;
import studio.upstream.failure.Answered;
import studio.upstream.failure.ErrorEnvelope;

/** Turns the body of a 2xx into an {@link Answer}, whatever the upstream chose to send. */
public final class AnswerReader {
    /** Ten pictures of 3840x2160 noise as base64 are 330 MB. */
    public static final SpooledJson.Limits LIMITS = new SpooledJson.Limits(400L << 20, 4L << 20, 256);

    private static final int PEEK = 512;

    private static final Pattern EVENTS = Pattern.compile("data:|event:|id:|retry:|:");

    /** Starts of JSON documents; anything else is plain text. */
    private static final Pattern DOCUMENT = Pattern.compile("[{\"]|\\[\\s*(?:[\\]\\[{\"]|\\z)|null\\b");

    /** No picture was seen, but one may have been made. */
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
    private final Previews previews;

    /** @param previews takes the unfinished pictures that a stream may bring */
    public AnswerReader(Path folder, String apiKey, Billing billing, Previews previews) {
        this.folder = folder;
        this.apiKey = apiKey;
        this.billing = billing;
        this.previews = previews;
    }

    public Answer read(Reply reply) throws IOException {
        Answered answered = Answered.of(reply.status(), reply.header(), apiKey, billing);
        BufferedInputStream body = new BufferedInputStream(reply.body(), 64 * 1024);
        skipBlanks(body);
        body.mark(PEEK);
        byte[] start = body.readNBytes(PEEK);
        body.reset();
        String text = new String(start, StandardCharsets.UTF_8).replaceFirst("\\A\uFEFF?\\s*", "");
        if (text.isEmpty() && start.length < PEEK) {
            throw reply.status() == 202
                    ? answered.asynchronous(laterAt(reply))
                    : answered.unreadable("the answer is empty", null);
        }
        if (PictureSink.isPicture(start)) {
            Answer.StoredPicture whole = PictureSink.store(body, folder, "body", LIMITS.maxBytes());
            return new Answer(List.of(whole), "", Answer.Details.ofId(answered.requestId()));
        }
        Reply rest = new Reply(reply.status(), reply.header(), body);
        if (text.startsWith("<")) {
            String words = ErrorEnvelope.parse(rest.text()).message();
            throw answered.noApi(words == null ? "a web page" : words, null);
        }
        boolean events = EVENTS.matcher(text).lookingAt();
        if (!events && !text.isEmpty() && !DOCUMENT.matcher(text).lookingAt()) {
            return inWords(body, rest, answered);
        }
        try {
            return events || text.startsWith("{") || text.startsWith("[")
                    ? answer(PictureEvents.read(body, folder, LIMITS, previews), rest)
                    : answer(SpooledJson.read(body, folder, LIMITS), rest);
        } catch (SpooledJson.LimitException tooLarge) {
            throw answered.unreadable(String.valueOf(tooLarge.getMessage()), tooLarge);
        }
    }

    /** Where a picture that is still to be made can be had. */
    private static String laterAt(Reply reply) {
        return Stream.of("operation-location", "location")
                .filter(name -> reply.header().apply(name) != null)
                .map(name -> name + ": " + reply.header().apply(name))
                .findFirst()
                .orElse("202 Accepted");
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
    private Answer inWords(BufferedInputStream body, Reply reply, Answered answered) throws IOException {
        body.mark(Reply.MAX_TEXT);
        byte[] start = body.readNBytes(Reply.MAX_TEXT);
        body.reset();
        PictureExtractor.Found found = PictureExtractor.inText(body, folder);
        if (found.candidates().isEmpty()) {
            Reply words = new Reply(reply.status(), reply.header(), new ByteArrayInputStream(start));
            throw new MissingPicture(answered).inWords(words.text());
        }
        return new Answer(found.candidates(), found.caption(), Answer.Details.ofId(answered.requestId()));
    }

    /** Of a document that has been read already. */
    public Answer answer(SpooledJson document, Reply reply) throws IOException {
        return answer(new PictureEvents.Heard(document, null), reply);
    }

    private Answer answer(PictureEvents.Heard heard, Reply reply) throws IOException {
        SpooledJson document = heard.document();
        AnswerDetails details = AnswerDetails.of(document);
        JsonNode turn = ModelTurn.of(document, folder);
        PictureExtractor extractor = new PictureExtractor(document, folder);
        PictureExtractor.Found found = extractor.find();
        String headerId = Answered.requestId(reply.header());
        String requestId = headerId != null ? headerId : details.id();
        Answered answered = new Answered(reply.status(), requestId, apiKey, billing);
        BigDecimal cost = details.cost(reply.header());
        MissingPicture missing = new MissingPicture(answered);
        UpstreamException fault = missing.among(document.tree());
        UpstreamException cut = heard.broke() == null ? null : answered.cut(heard.broke());
        if (found.candidates().isEmpty()) {
            UpstreamException why = fault != null ? fault : cut != null ? cut : missing.in(details, found, cost);
            if (fault == null && MAY_HIDE_PICTURES.contains(why.failure())) {
                found = extractor.anything();
            }
            if (found.candidates().isEmpty()) {
                throw why;
            }
            fault = found.candidates().stream().allMatch(Answer.Candidate::guess) ? why : null;
        }
        UpstreamException shortfall = fault == null ? cut : fault;
        return new Answer(found.candidates(), found.caption(), details.summary(requestId, cost, turn, shortfall));
    }
}
