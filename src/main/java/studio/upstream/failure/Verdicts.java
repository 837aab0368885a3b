package studio.upstream.failure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;

/**
 * Decides how an answered failure stands and what it is called, from the most telling sign to the least: that the request never got
 * to the API; names and words ({@link Vocabulary}, {@link GoogleErrors}); OpenRouter's names of errors; the status alone. No money,
 * no model and refused content are final with any status, since 429, 503 and 500 are used for all of them.
 */
final class Verdicts {
    /** Cloudflare's own: it could not reach the server behind it. 520, 522 and 524 leave open what that has done. */
    private static final Set<Integer> ORIGIN_DOWN = Set.of(521, 523, 525, 526, 530);

    /** Pages with these report their size, load or time, also those of a gateway. */
    private static final Set<Integer> TELLING_PAGES = Set.of(402, 404, 405, 408, 413, 429);

    /** Numbers that count as a status also where they may be anything. */
    private static final Set<Integer> TELLING_NUMBERS = Set.of(401, 402, 403, 404, 429);

    private static final Pattern PROTECTION =
            Pattern.compile(Words.anyOf("protection pages").pattern(), Pattern.CASE_INSENSITIVE);
    private static final List<String> KEY_IN_A_LINE = Words.list("key in a line");

    private static final Map<String, Verdict> BY_STATUS = Words.verdicts("statuses");

    /**
     * OpenRouter's {@code availability.code} and {@code error_type} (its API reference, "Errors"). Names that only repeat the status
     * ({@code server}, {@code provider_unavailable}, {@code unmapped}) are not here.
     */
    private static final Map<String, Verdict> BY_AVAILABILITY = Words.verdicts("availability");

    private static final Map<String, Verdict> BY_TYPE = Words.verdicts("error types");

    private Verdicts() {}

    /**
     * Of an answer whose status is not 2xx.
     *
     * @param wait that the upstream asks for; null when it does not
     */
    static Verdict of(int status, Function<String, @Nullable String> header, ErrorEnvelope e, @Nullable Duration wait) {
        if (status / 100 == 3) {
            return Verdict.last(FailureCode.WRONG_PATH);
        }
        if (ORIGIN_DOWN.contains(status)) {
            return new Verdict(Outcome.NOT_SENT, FailureCode.ORIGIN_DOWN);
        }
        return elsewhere(status, header, e) ? Verdict.last(FailureCode.PAGE_ANSWERED) : ofApi(status, e, wait);
    }

    /**
     * Of an error in the body of a 2xx.
     *
     * @param told the error says so itself ({@code error}), and its number counts as a status would; else it is told by a flag or
     *     a number that may be anything
     */
    static Verdict inBody(ErrorEnvelope e, boolean told, @Nullable Duration wait) {
        int status = e.number();
        if (told && status != 0) {
            return ofApi(status, e, wait);
        }
        Verdict named = named(200, e);
        if (named != null) {
            return named;
        }
        if (told && e.says("invalid_request")) {
            return Verdict.last(FailureCode.BAD_REQUEST);
        }
        return TELLING_NUMBERS.contains(status) ? ofApi(status, e, wait) : Verdict.unknown(FailureCode.UPSTREAM_ERROR);
    }

    /** Whether something else than the API has answered: a protection service, a firewall, a web server that wants a sign-in. */
    private static boolean elsewhere(int status, Function<String, @Nullable String> header, ErrorEnvelope e) {
        if (e.form() == ErrorEnvelope.Form.JSON) {
            return false;
        }
        boolean page = e.form() == ErrorEnvelope.Form.PAGE;
        boolean early = status < 500 || status == 503;
        if (header.apply("cf-mitigated") != null
                || (page && early && PROTECTION.matcher(e.text()).find())) {
            return true;
        }
        if (status == 401 || status == 403) {
            String signIn = header.apply("www-authenticate");
            boolean basic = signIn != null && signIn.strip().matches("(?i)(basic|digest|ntlm|negotiate)\\b.*");
            return basic || page || (e.form() == ErrorEnvelope.Form.LINE && !saidByApi(e));
        }
        return page && status < 500 && !TELLING_PAGES.contains(status);
    }

    /** A line without JSON that names the account, the model or the key is the API's all the same. */
    private static boolean saidByApi(ErrorEnvelope e) {
        return switch (Vocabulary.of(e).map(Vocabulary.Meaning::means).orElse(FailureCode.NO_IMAGE)) {
            case INSUFFICIENT_BALANCE, MODEL_NOT_FOUND -> true;
            case BAD_KEY -> KEY_IN_A_LINE.stream().anyMatch(e::speaksOf);
            default -> false;
        };
    }

    private static Verdict ofApi(int status, ErrorEnvelope e, @Nullable Duration wait) {
        if (e.says("openrouter_in_flight_budget") && wait != null) {
            return Verdict.refused(FailureCode.RATE_LIMITED);
        }
        FailureCode settled = GoogleErrors.settled(status, e);
        if (settled != null) {
            return Verdict.last(settled);
        }
        if (status == 404 && e.speaksOf("data policy", "guardrail restrictions")) {
            return Verdict.last(FailureCode.NO_ACCESS);
        }
        Verdict said = status == 402 ? byStatus(status) : named(status, e);
        if (said != null) {
            return said;
        }
        if ((status == 404 || status == 405) && e.ofAddress()) {
            return Verdict.last(FailureCode.WRONG_PATH);
        }
        Verdict byName = status == 401 ? null : byName(e);
        if (byName != null) {
            return byName;
        }
        return status >= 500 && e.error().at("/availability/retryable").asBoolean(false)
                ? Verdict.refused(FailureCode.OVERLOADED)
                : byStatus(status);
    }

    private static Verdict byStatus(int status) {
        FailureCode other = status < 500 ? FailureCode.BAD_REQUEST : FailureCode.UPSTREAM_ERROR;
        return BY_STATUS.getOrDefault(Integer.toString(status), Verdict.usual(other));
    }

    private static @Nullable Verdict byName(ErrorEnvelope e) {
        Verdict found = BY_AVAILABILITY.get(e.error().at("/availability/code").asText(""));
        for (String path : List.of("/metadata/error_type", "/error_type")) {
            found = found != null ? found : BY_TYPE.get(e.error().at(path).asText(""));
        }
        return found;
    }

    /** What names and words settle, given the status; null when they do not. */
    private static @Nullable Verdict named(int status, ErrorEnvelope e) {
        if (status >= 500 && status != 503 && e.says("get_channel_failed")) {
            // A relay that finds no second channel after the first has failed: what that one has done is unknown.
            return null;
        }
        if (e.ofOutput() && status != 429) {
            return Verdict.last(FailureCode.IMAGE_BLOCKED);
        }
        if (e.flagged()) {
            return Verdict.last(FailureCode.PROMPT_BLOCKED);
        }
        Vocabulary.Meaning meaning = Vocabulary.of(e).orElse(null);
        if (meaning == null) {
            return null;
        }
        Verdict last = Verdict.last(meaning.means());
        boolean said = status == 200 || status == 400;
        return switch (meaning.means()) {
            case BAD_KEY -> {
                boolean named = status != 429 && status < 500 && e.says("api_key_invalid", "invalid_api_key");
                yield said || named ? last : null;
            }
            case NO_ACCESS -> said || status == 404 ? last : null;
            case RATE_LIMITED, OVERLOADED -> limited(status, meaning);
            default -> last;
        };
    }

    /** Load is believed where the request was declined; behind a 5xx its words may be those of a server further back. */
    private static @Nullable Verdict limited(int status, Vocabulary.Meaning meaning) {
        boolean byStatus = status == 429 || status == 503;
        if (!byStatus && status != 200 && status != 400 && status != 403) {
            return null;
        }
        if (meaning.lasting()) {
            return Verdict.last(meaning.means());
        }
        return byStatus ? null : Verdict.refused(meaning.means());
    }
}
