package studio.upstream.failure;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;

/**
 * Decides how an answered failure stands and what it is called, from the most telling sign to the least: that the request never
 * got to the API; what is said in so many words ({@link Vocabulary}); a name of the error ({@link NamedErrors}); the status
 * alone. No money, no model and refused content are final with any status, since 429, 503 and 500 are used for all of them.
 */
public final class Verdicts {
    /** Cloudflare's own: it could not reach the server behind it. 520, 522 and 524 leave open what that has done. */
    private static final Set<Integer> ORIGIN_DOWN = Set.of(521, 523, 525, 526, 530);

    /** Pages with these say something of their size, of load or of time, whoever wrote them. */
    private static final Set<Integer> TELLING = Set.of(402, 404, 405, 408, 413, 429);

    private static final Pattern PROTECTION = Pattern.compile(
            "(?i)just a moment|attention required|checking your browser|challenge-platform|cf-chl|captcha|turnstile"
                    + "|verify (that )?you are|are you (a )?human|not a robot|you have been blocked|request (was |has been )?blocked"
                    + "|access denied|web application firewall|\\bwaf\\b|incapsula|imperva|sucuri|datadome|perimeterx|ddos"
                    + "|enable javascript and cookies|人机验证|安全验证|访问验证|安全防护|安全威胁|防火墙|访问被|拦截|滑动验证");

    private static final Map<Integer, Verdict> BY_STATUS = Map.ofEntries(
            entry(401, Verdict.last(FailureCode.BAD_KEY)),
            entry(402, Verdict.last(FailureCode.INSUFFICIENT_BALANCE)),
            entry(403, Verdict.last(FailureCode.NO_ACCESS)),
            entry(404, Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry(405, Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry(408, Verdict.unknown(FailureCode.TIMEOUT)),
            entry(413, Verdict.last(FailureCode.TOO_LARGE)),
            entry(429, Verdict.refused(FailureCode.RATE_LIMITED)),
            entry(499, Verdict.unknown(FailureCode.UPSTREAM_ERROR)),
            entry(503, Verdict.refused(FailureCode.OVERLOADED)),
            entry(504, Verdict.unknown(FailureCode.TIMEOUT)),
            entry(524, Verdict.unknown(FailureCode.TIMEOUT)),
            entry(529, Verdict.refused(FailureCode.OVERLOADED)));

    private Verdicts() {}

    /**
     * Of an answer whose status is not 2xx.
     *
     * @param wait that the upstream asks for; null when it does not
     */
    public static Verdict of(
            int status, Function<String, @Nullable String> header, ErrorEnvelope e, @Nullable Duration wait) {
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
    public static Verdict inBody(ErrorEnvelope e, boolean told, @Nullable Duration wait) {
        int status = status(e);
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
        boolean telling = status == 401 || status == 402 || status == 403 || status == 404 || status == 429;
        return telling ? ofApi(status, e, wait) : Verdict.unknown(FailureCode.UPSTREAM_ERROR);
    }

    /** The number in an error that takes the place of the status; 0 when there is none. */
    private static int status(ErrorEnvelope e) {
        for (String path : new String[] {"/code", "/http_status", "/status", "/status_code", "/statusCode"}) {
            int code = e.error().at(path).asInt(0);
            if (code >= 400 && code < 600) {
                return code;
            }
        }
        return 0;
    }

    /** Whether somebody else than the API has answered: a protection service, a firewall, a web server that wants a sign-in. */
    private static boolean elsewhere(int status, Function<String, @Nullable String> header, ErrorEnvelope e) {
        if (e.form() == ErrorEnvelope.Form.JSON) {
            return false;
        }
        boolean challenged = header.apply("cf-mitigated") != null;
        boolean page = e.form() == ErrorEnvelope.Form.PAGE;
        if (challenged
                || (page
                        && (status < 500 || status == 503)
                        && PROTECTION.matcher(e.text()).find())) {
            return true;
        }
        if (status == 401 || status == 403) {
            String signIn = header.apply("www-authenticate");
            boolean basic = signIn != null && signIn.strip().matches("(?i)(basic|digest|ntlm|negotiate)\\b.*");
            boolean bare = e.form() == ErrorEnvelope.Form.LINE && !saidByApi(e);
            return basic || page || bare;
        }
        return page && status < 500 && !TELLING.contains(status);
    }

    /** A line without JSON that speaks of the account, the model or the key by name is the API's all the same. */
    private static boolean saidByApi(ErrorEnvelope e) {
        FailureCode means = Vocabulary.of(e).map(Vocabulary.Meaning::means).orElse(null);
        return means == FailureCode.INSUFFICIENT_BALANCE
                || means == FailureCode.MODEL_NOT_FOUND
                || (means == FailureCode.BAD_KEY && e.speaksOf("api key", "apikey", "api-key", "api_key", "密钥", "令牌"));
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
        Verdict said = status == 402 ? BY_STATUS.get(status) : named(status, e);
        if (said != null) {
            return said;
        }
        if ((status == 404 || status == 405) && e.ofAddress()) {
            return Verdict.last(FailureCode.WRONG_PATH);
        }
        Verdict byName = status == 401 ? null : NamedErrors.verdict(e);
        if (byName != null) {
            return byName;
        }
        if (status >= 500 && e.error().at("/availability/retryable").asBoolean(false)) {
            return Verdict.refused(FailureCode.OVERLOADED);
        }
        Verdict other =
                status < 500 ? Verdict.last(FailureCode.BAD_REQUEST) : Verdict.unknown(FailureCode.UPSTREAM_ERROR);
        return BY_STATUS.getOrDefault(status, other);
    }

    /** What names and words settle, given the status; null when they do not. */
    private static @Nullable Verdict named(int status, ErrorEnvelope e) {
        if (status >= 500 && status != 503 && e.says("get_channel_failed")) {
            // A relay that finds no second channel after the first has failed: nobody knows what that one has done.
            return null;
        }
        if (e.ofOutput() && status != 429) {
            return Verdict.last(FailureCode.IMAGE_BLOCKED);
        }
        if (flagged(e)) {
            return Verdict.last(FailureCode.PROMPT_BLOCKED);
        }
        Vocabulary.Meaning meaning = Vocabulary.of(e).orElse(null);
        if (meaning == null) {
            return null;
        }
        boolean answered = status == 200;
        return switch (meaning.means()) {
            case BAD_KEY ->
                answered
                                || status == 400
                                || (status != 429 && status < 500 && e.says("api_key_invalid", "invalid_api_key"))
                        ? Verdict.last(FailureCode.BAD_KEY)
                        : null;
            case NO_ACCESS -> answered || status == 400 || status == 404 ? Verdict.last(FailureCode.NO_ACCESS) : null;
            case RATE_LIMITED, OVERLOADED -> limited(status, meaning);
            default -> Verdict.last(meaning.means());
        };
    }

    /** OpenRouter's moderation and guardrails. */
    private static boolean flagged(ErrorEnvelope e) {
        return e.error().at("/metadata/reasons").isArray()
                || e.error().at("/metadata/patterns").isArray()
                || e.error().at("/metadata/flagged_input").isTextual();
    }

    /** Load is believed where the request was declined; behind a 5xx its words may be those of somebody further back. */
    private static @Nullable Verdict limited(int status, Vocabulary.Meaning meaning) {
        boolean declined = status == 200 || status == 400 || status == 403 || status == 429 || status == 503;
        if (!declined) {
            return null;
        }
        if (meaning.lasting()) {
            return Verdict.last(meaning.means());
        }
        return status == 429 || status == 503 ? null : Verdict.refused(meaning.means());
    }
}
