package studio.upstream.answer;

import static studio.upstream.answer.AnswerDetails.either;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;
import studio.upstream.failure.AnswerSigns;
import studio.upstream.failure.Answered;
import studio.upstream.failure.ErrorEnvelope;

/** Why pictures that were asked for are missing from a 2xx. */
final class MissingPicture {
    /** Characters of a text that is not JSON. */
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
     * @return the first fault; null when no reason is given
     */
    @Nullable
    UpstreamException among(JsonNode document) {
        for (JsonNode part : document.isArray() ? document : List.of(document)) {
            for (String list : LISTS) {
                for (JsonNode item : part.path(list)) {
                    UpstreamException fault = of(item);
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
        if (PICTURES.stream().anyMatch(field -> !item.path(field).asText("").isBlank())) {
            return null;
        }
        if (hasError(item)) {
            return answered.error(item);
        }
        Stream<String> flags = FLAGS.stream()
                .filter(flag -> item.path(flag).isBoolean() && !item.get(flag).booleanValue())
                .map("moderation:"::concat);
        Stream<String> reasons =
                REASONS.stream().map(name -> item.path(name).asText("")).filter(Answered::blocks);
        return Stream.concat(flags, reasons)
                .findFirst()
                .map(reason -> answered.withoutPicture(reason, "", null, false))
                .orElse(null);
    }

    private static boolean hasError(JsonNode holder) {
        JsonNode error = holder.path("error");
        return error.isTextual() ? !error.asText().isBlank() : error.isObject() && !error.isEmpty();
    }

    /** A body that is plain text, of which the start is shown. */
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
     * @param found what was looked for in vain
     */
    UpstreamException in(AnswerDetails details, PictureExtractor.Found found, @Nullable BigDecimal cost)
            throws IOException {
        JsonNode answer = details.tree();
        if (answer.isTextual()) {
            return inWords(details.text());
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
        if (AnswerSigns.failed(answer)) {
            return said(envelope);
        }
        Optional<String> task = AnswerSigns.task(answer);
        if (task.isPresent() || answered.status() == 202) {
            String words = envelope.message() == null ? "" : " (" + envelope.message() + ")";
            return answered.asynchronous(task.orElse("202 Accepted") + words);
        }
        if (found.damaged()) {
            return answered.unreadable("the picture's data is damaged", null);
        }
        String relayed = AnswerSigns.relayed(answer) ? envelope.message() : null;
        UpstreamException meant = relayed == null ? null : said(envelope);
        if (meant != null && meant.failure() != FailureCode.UPSTREAM_ERROR) {
            return meant;
        }
        String refusal = choice.at("/message/refusal").asText("").replaceAll("^null$", "");
        String words = Stream.of((feedback(answer) + "\n" + found.caption()).strip(), refusal, relayed)
                .filter(text -> text != null && !text.isEmpty())
                .findFirst()
                .orElse("");
        boolean counted = AnswerSigns.countsPicture(details.usage(), words);
        return answered.withoutPicture(reason(answer, refusal), words, cost, counted);
    }

    /** The words of a {@code generateContent} answer about a refusal, in camelCase or, from some relays, snake_case. */
    private static String feedback(JsonNode answer) {
        JsonNode prompt = either(answer, "promptFeedback", "prompt_feedback");
        return Stream.concat(
                        Stream.of(either(prompt, "blockReasonMessage", "block_reason_message")),
                        candidates(answer.path("candidates"))
                                .map(candidate -> either(candidate, "finishMessage", "finish_message")))
                .filter(words -> words.isTextual() && !words.textValue().isBlank())
                .map(words -> words.textValue().strip())
                .collect(Collectors.joining("\n"));
    }

    /** A reason to refuse the prompt, or to stop (Gemini API reference, {@code BlockReason} and {@code FinishReason}). */
    private static @Nullable String reason(JsonNode answer, String refusal) {
        JsonNode prompt = either(answer, "promptFeedback", "prompt_feedback");
        String blocked = either(prompt, "blockReason", "block_reason").asText("");
        if (!blocked.isBlank()) {
            return "prompt:" + blocked;
        }
        if (!refusal.isEmpty()) {
            return "refusal";
        }
        Stream<String> ofChoice = Stream.of("/choices/0/finish_reason", "/choices/0/native_finish_reason")
                .map(path -> Objects.requireNonNullElse(answer.at(path).textValue(), ""));
        return Stream.concat(ofChoice, candidates(answer.path("candidates")).map(MissingPicture::finishReason))
                .filter(reason -> !reason.isBlank() && !reason.equalsIgnoreCase("stop"))
                .findFirst()
                .orElse(null);
    }

    /** Whether one of these candidates is finished; in a stream the last event has the reason. */
    static boolean ended(JsonNode candidates) {
        return candidates(candidates)
                .anyMatch(candidate -> !finishReason(candidate).isBlank());
    }

    private static String finishReason(JsonNode candidate) {
        return Objects.requireNonNullElse(
                either(candidate, "finishReason", "finish_reason").textValue(), "");
    }

    private static Stream<JsonNode> candidates(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
