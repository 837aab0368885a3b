package studio.practice.protocol;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import studio.practice.answer.Refusal;
import studio.practice.data.Vocabulary;

/**
 * An error as the protocol at its address reports it. The texts stand in {@code practice-errors.properties}.
 *
 * @param headers in addition to {@code Content-Type}
 * @param body JSON
 */
public record Envelope(int status, Map<String, String> headers, String body) {
    private static final Vocabulary ERRORS = new Vocabulary("errors");

    /** @param path of the request; addresses of no protocol answer as OpenRouter does */
    public static Envelope of(Refusal refusal, String path) {
        if (path.startsWith("/sandbox/v1beta/")) {
            return of(refusal, "gemini", ERRORS.first("gemini"));
        }
        boolean openAi = path.matches("/sandbox/v1/images/(generations|edits).*");
        return of(refusal, openAi ? "openai" : "openrouter", ERRORS.first(openAi ? "openai" : "openrouter"));
    }

    /** What OpenAI's protocol has under {@code error}, in events too. */
    static String openAiError(Refusal refusal) {
        return of(refusal, "openai", "@details").body();
    }

    private static Envelope of(Refusal refusal, String protocol, String template) {
        String details = found(protocol, refusal);
        int status = refusal.status();
        if (details.matches("[45][0-9][0-9]( .*)?")) {
            status = Integer.parseInt(details.substring(0, 3));
            details = details.substring(3).strip();
        }
        String message = refusal.getMessage() == null ? found("message", refusal) : refusal.getMessage();
        String quoted = Vocabulary.json(message.replace("@subject", String.valueOf(refusal.subject())));
        long wait = Objects.requireNonNullElse(refusal.retryAfter(), Duration.ofSeconds(1))
                .toMillis();
        Map<String, String> values = new HashMap<>();
        values.put("status", Integer.toString(status));
        values.put(
                "name",
                Vocabulary.json(ERRORS.first(protocol + ".name." + status, protocol + ".name." + status / 100)));
        values.put("message", quoted);
        values.put("text", quoted.substring(1, quoted.length() - 1));
        values.put("subject", Vocabulary.json(refusal.subject()));
        values.put("wait", BigDecimal.valueOf(wait, 3).stripTrailingZeros().toPlainString() + "s");
        String body =
                Vocabulary.fill(template.replace("@details", details), name -> values.getOrDefault(name, "@" + name));
        int sent = refusal.fault() == Refusal.Fault.HIDDEN ? 200 : status;
        return new Envelope(sent, refusal.retryAfter() == null ? Map.of() : headers(protocol, wait), body);
    }

    private static Map<String, String> headers(String protocol, long millis) {
        String seconds = Long.toString(Math.max(1, millis / 1000));
        return switch (protocol) {
            case "openrouter" -> Map.of("Retry-After", seconds);
            case "openai" -> Map.of("Retry-After", seconds, "retry-after-ms", Long.toString(millis));
            default -> Map.of();
        };
    }

    private static String found(String kind, Refusal refusal) {
        String name = kind + "." + refusal.fault();
        String whole = refusal.subject() == null ? name + ".whole" : name;
        return ERRORS.first(whole, name + "." + refusal.status(), name + "." + refusal.status() / 100, name);
    }
}
