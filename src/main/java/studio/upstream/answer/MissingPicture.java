package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;
import studio.upstream.failure.CountedOutput;
import studio.upstream.failure.ErrorEnvelope;
import studio.upstream.failure.FailureFlags;
import studio.upstream.failure.TaskAnswer;
import studio.upstream.failure.UpstreamErrors;

/** Why a 2xx has no picture: what it says of an error, of a task that goes on, of a refusal, in this order; or nothing at all. */
final class MissingPicture {
    /** Of words that stand alone, in characters. */
    private static final int SHOWN = 300;

    private final int status;
    private final @Nullable String requestId;
    private final String apiKey;
    private final Billing billing;

    MissingPicture(int status, @Nullable String requestId, String apiKey, Billing billing) {
        this.status = status;
        this.requestId = requestId;
        this.apiKey = apiKey;
        this.billing = billing;
    }

    /** A body that is plain words, of whoever stands between: its beginning is all there is to tell. */
    UpstreamException inWords(String words) {
        String shown = words.strip();
        return said(ErrorEnvelope.parse(shown.length() > SHOWN ? shown.substring(0, SHOWN) : shown));
    }

    /**
     * Of a document.
     *
     * @param answer its last words, when it was a stream
     * @param found what was looked for in vain
     */
    UpstreamException in(JsonNode answer, PictureExtractor.Found found, @Nullable BigDecimal cost) {
        if (answer.isTextual()) {
            return inWords(answer.textValue());
        }
        JsonNode choice = answer.at("/choices/0");
        for (JsonNode holder : List.of(choice, choice.path("message"))) {
            JsonNode error = holder.path("error");
            if (error.isTextual() ? !error.asText().isBlank() : error.isObject() && !error.isEmpty()) {
                return UpstreamErrors.answeredInBody(status, holder, requestId, apiKey, billing);
            }
        }
        if (choice.path("finish_reason").asText("").equals("error")) {
            return UpstreamErrors.answeredInBody(status, choice, requestId, apiKey, billing);
        }
        ErrorEnvelope envelope = ErrorEnvelope.of(answer);
        if (FailureFlags.in(answer)) {
            return said(envelope);
        }
        Optional<String> task = TaskAnswer.in(answer);
        if (task.isPresent() || status == 202) {
            String words = envelope.message() == null ? "" : " (" + envelope.message() + ")";
            return UpstreamErrors.asynchronous(status, task.orElse("202 Accepted") + words, requestId, apiKey);
        }
        if (found.damaged()) {
            return UpstreamErrors.unreadable("the picture's data is damaged", status, requestId, apiKey, null);
        }
        boolean relayed = FailureFlags.relayed(answer);
        UpstreamException meant = relayed && envelope.message() != null ? said(envelope) : null;
        return meant != null && meant.failure() != FailureCode.UPSTREAM_ERROR
                ? meant
                : refused(answer, choice, found, relayed ? envelope.message() : null, cost);
    }

    /** No form promises anything about answers like these. */
    private UpstreamException said(ErrorEnvelope envelope) {
        return UpstreamErrors.saidInBody(status, envelope, requestId, apiKey, Billing.FAILURES_MAY_COST);
    }

    private UpstreamException refused(
            JsonNode answer,
            JsonNode choice,
            PictureExtractor.Found found,
            @Nullable String relayed,
            @Nullable BigDecimal cost) {
        String refusal = choice.at("/message/refusal").asText("").replaceAll("^null$", "");
        CandidateFeedback feedback = CandidateFeedback.of(answer);
        String words = (feedback.words() + "\n" + found.caption()).strip();
        words = words.isEmpty() ? refusal : words;
        words = words.isEmpty() && relayed != null ? relayed : words;
        JsonNode metadata = CandidateFeedback.either(answer, "usageMetadata", "usage_metadata");
        boolean counted = CountedOutput.ofPicture(answer.hasNonNull("usage") ? answer.get("usage") : metadata, words);
        return UpstreamErrors.withoutPicture(
                reason(answer, feedback, refusal), words, status, requestId, cost, counted, apiKey);
    }

    private static @Nullable String reason(JsonNode answer, CandidateFeedback feedback, String refusal) {
        if (feedback.promptBlocked() != null) {
            return "prompt:" + feedback.promptBlocked();
        }
        if (!refusal.isEmpty()) {
            return "refusal";
        }
        for (String path : List.of("/choices/0/finish_reason", "/choices/0/native_finish_reason")) {
            JsonNode reason = answer.at(path);
            if (reason.isTextual()
                    && !reason.asText().isBlank()
                    && !reason.asText().equalsIgnoreCase("stop")) {
                return reason.asText();
            }
        }
        return feedback.finish();
    }
}
