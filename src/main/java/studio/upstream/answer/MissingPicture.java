package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;
import studio.upstream.failure.Answered;
import studio.upstream.failure.CountedOutput;
import studio.upstream.failure.ErrorEnvelope;
import studio.upstream.failure.FailureFlags;
import studio.upstream.failure.TaskAnswer;

/** Why pictures that were asked for are missing from a 2xx. */
final class MissingPicture {
    /** Of words that stand alone, in characters. */
    private static final int SHOWN = 300;

    private static final List<String> LISTS = List.of("data", "images", "artifacts", "predictions");
    private static final List<String> PICTURES = List.of("b64_json", "url", "base64", "image");
    private static final List<String> FLAGS = List.of("respect_moderation", "is_image_safe");
    private static final List<String> REASONS = List.of("finish_reason", "finishReason", "raiFilteredReason");

    private final Answered answered;

    MissingPicture(Answered answered) {
        this.answered = answered;
    }

    /**
     * Errors beside or among the pictures of the images form (Volcengine Ark's {@code data[].error}, a top {@code error}, an error
     * event), and pictures held back with a flag (xAI's {@code respect_moderation}, Ideogram's {@code is_image_safe}) or a reason
     * (StepFun's and Stability's {@code finish_reason}, Imagen's {@code raiFilteredReason}).
     *
     * @param document an answer, or an array of a stream's events
     * @return the first fault; null when nothing says why a picture is missing
     */
    @Nullable
    UpstreamException among(JsonNode document) {
        for (JsonNode part : document.isArray() ? document : List.of(document)) {
            for (String list : LISTS) {
                for (JsonNode item : part.path(list)) {
                    UpstreamException fault = holdsPicture(item) ? null : of(item);
                    if (fault != null) {
                        return fault;
                    }
                }
            }
            if (hasError(part)) {
                return answered.error(part);
            }
        }
        return null;
    }

    private @Nullable UpstreamException of(JsonNode item) {
        if (hasError(item)) {
            return answered.error(item);
        }
        for (String flag : FLAGS) {
            if (item.path(flag).isBoolean() && !item.get(flag).booleanValue()) {
                return answered.withoutPicture("moderation:" + flag, "", null, false);
            }
        }
        for (String name : REASONS) {
            String reason = item.path(name).asText("");
            if (Answered.blocks(reason)) {
                return answered.withoutPicture(reason, "", null, false);
            }
        }
        return null;
    }

    private static boolean holdsPicture(JsonNode item) {
        return PICTURES.stream().anyMatch(field -> !item.path(field).asText("").isBlank());
    }

    private static boolean hasError(JsonNode holder) {
        JsonNode error = holder.path("error");
        return error.isTextual() ? !error.asText().isBlank() : error.isObject() && !error.isEmpty();
    }

    /** A body that is plain words: its beginning is all there is to show. */
    UpstreamException inWords(String words) {
        String shown = words.strip();
        return said(ErrorEnvelope.parse(shown.length() > SHOWN ? shown.substring(0, SHOWN) : shown));
    }

    /** No protocol promises anything about answers like these. */
    private UpstreamException said(ErrorEnvelope envelope) {
        return new Answered(answered.status(), answered.requestId(), answered.apiKey(), Billing.FAILURES_MAY_COST)
                .said(envelope);
    }

    /**
     * Of a document without a picture: an error, a task that goes on, a refusal, in this order, or nothing at all.
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
            if (hasError(holder)) {
                return answered.error(holder);
            }
        }
        if (choice.path("finish_reason").asText("").equals("error")) {
            return answered.error(choice);
        }
        ErrorEnvelope envelope = ErrorEnvelope.of(answer);
        if (FailureFlags.in(answer)) {
            return said(envelope);
        }
        Optional<String> task = TaskAnswer.in(answer);
        if (task.isPresent() || answered.status() == 202) {
            String words = envelope.message() == null ? "" : " (" + envelope.message() + ")";
            return answered.asynchronous(task.orElse("202 Accepted") + words);
        }
        if (found.damaged()) {
            return answered.unreadable("the picture's data is damaged", null);
        }
        String relayed = FailureFlags.relayed(answer) ? envelope.message() : null;
        UpstreamException meant = relayed == null ? null : said(envelope);
        return meant != null && meant.failure() != FailureCode.UPSTREAM_ERROR
                ? meant
                : refused(answer, choice, found, relayed, cost);
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
        boolean counted = CountedOutput.ofPicture(CandidateFeedback.usage(answer), words);
        return answered.withoutPicture(reason(answer, feedback, refusal), words, cost, counted);
    }

    private static @Nullable String reason(JsonNode answer, CandidateFeedback feedback, String refusal) {
        if (feedback.promptBlocked() != null) {
            return "prompt:" + feedback.promptBlocked();
        }
        if (!refusal.isEmpty()) {
            return "refusal";
        }
        for (String path : List.of("/choices/0/finish_reason", "/choices/0/native_finish_reason")) {
            String reason = answer.at(path).isTextual() ? answer.at(path).textValue() : "";
            if (!reason.isBlank() && !reason.equalsIgnoreCase("stop")) {
                return reason;
            }
        }
        return feedback.finish();
    }
}
