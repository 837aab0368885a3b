package studio.upstream.failure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;

/**
 * How an answered failure stands, and what it is called. Decided from the most telling sign to the least: that the request never got
 * to the API; names and words ({@link FailureRules}); OpenRouter's names of errors; the status alone. No money, no model and refused
 * content are final with any status, since 429, 503 and 500 are used for all of them.
 */
record Verdict(Outcome outcome, FailureCode code) {
    /** Cloudflare's own: it could not reach the server behind it. 520, 522 and 524 leave open what that has done. */
    private static final Set<Integer> ORIGIN_DOWN = Set.of(521, 523, 525, 526, 530);

    /** Pages with these report their size, load or time, also those of a gateway. */
    private static final Set<Integer> TELLING_PAGES = Set.of(402, 404, 405, 408, 413, 429);

    /** Numbers that count as a status also where they may be anything. */
    private static final Set<Integer> TELLING_NUMBERS = Set.of(401, 402, 403, 404, 429);

    private static final Pattern PROTECTION = Words.anyCase("protection pages");
    private static final Pattern SIGN_IN = Pattern.compile("(?i)\\s*(basic|digest|ntlm|negotiate)\\b.*");
    private static final List<String> KEY_IN_A_LINE = Words.list("key in a line");
    private static final Map<String, FailureCode> BY_STATUS = Words.codes("statuses");

    /**
     * OpenRouter's {@code availability.code} and {@code error_type} (its API reference, "Errors"). Names that only repeat the status
     * ({@code server}, {@code provider_unavailable}, {@code unmapped}) are not here.
     */
    private static final Map<String, FailureCode> BY_NAME = Words.codes("error types");

    private static final List<String> NAMES = List.of("/availability/code", "/metadata/error_type", "/error_type");

    private static Verdict last(FailureCode code) {
        return new Verdict(Outcome.FINAL, code);
    }

    private static Verdict refused(FailureCode code) {
        return new Verdict(Outcome.REFUSED, code);
    }

    /** As a code stands where nothing else is known: load is refused, a time-out leaves open what was done, all else is final. */
    private static Verdict usual(FailureCode code) {
        return switch (code) {
            case RATE_LIMITED, OVERLOADED -> refused(code);
            case TIMEOUT, UPSTREAM_ERROR -> new Verdict(Outcome.UNKNOWN, code);
            default -> last(code);
        };
    }

    /** How it stands under what a protocol promises about failures. */
    Verdict under(Billing billing) {
        return billing == Billing.FAILURES_MAY_COST || outcome != Outcome.UNKNOWN
                ? this
                : refused(FailureCode.FAILED_UNBILLED);
    }

    /**
     * Of an answer whose status is not 2xx.
     *
     * @param wait that the upstream asks for; null when it does not
     */
    static Verdict of(int status, Function<String, @Nullable String> header, ErrorEnvelope e, @Nullable Duration wait) {
        if (status / 100 == 3) {
            return last(FailureCode.WRONG_PATH);
        }
        if (ORIGIN_DOWN.contains(status)) {
            return new Verdict(Outcome.NOT_SENT, FailureCode.ORIGIN_DOWN);
        }
        return elsewhere(status, header, e) ? last(FailureCode.PAGE_ANSWERED) : ofApi(status, e, wait);
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
        if (told && e.hasSign("invalid_request")) {
            return last(FailureCode.BAD_REQUEST);
        }
        return TELLING_NUMBERS.contains(status) ? ofApi(status, e, wait) : usual(FailureCode.UPSTREAM_ERROR);
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
            boolean server = signIn != null && SIGN_IN.matcher(signIn.strip()).matches();
            return server || page || (e.form() == ErrorEnvelope.Form.LINE && !fromApi(e));
        }
        return page && status < 500 && !TELLING_PAGES.contains(status);
    }

    /** A line without JSON that names the account, the model or the key is the API's all the same. */
    private static boolean fromApi(ErrorEnvelope e) {
        return switch (FailureRules.meaning(e).map(FailureRules.Rule::means).orElse(FailureCode.NO_IMAGE)) {
            case INSUFFICIENT_BALANCE, MODEL_NOT_FOUND -> true;
            case BAD_KEY -> KEY_IN_A_LINE.stream().anyMatch(e::mentions);
            default -> false;
        };
    }

    private static Verdict ofApi(int status, ErrorEnvelope e, @Nullable Duration wait) {
        if (e.hasSign("openrouter_in_flight_budget") && wait != null) {
            return refused(FailureCode.RATE_LIMITED);
        }
        FailureCode settled = FailureRules.settled(status, e).orElse(null);
        Verdict said = settled != null ? last(settled) : status == 402 ? byStatus(status) : named(status, e);
        if (said != null) {
            return said;
        }
        if ((status == 404 || status == 405) && e.ofAddress()) {
            return last(FailureCode.WRONG_PATH);
        }
        for (String name : status == 401 ? List.<String>of() : NAMES) {
            FailureCode code = BY_NAME.get(e.error().at(name).asText(""));
            if (code != null) {
                return usual(code);
            }
        }
        return status >= 500 && e.error().at("/availability/retryable").asBoolean(false)
                ? refused(FailureCode.OVERLOADED)
                : byStatus(status);
    }

    private static Verdict byStatus(int status) {
        FailureCode other = status < 500 ? FailureCode.BAD_REQUEST : FailureCode.UPSTREAM_ERROR;
        return usual(BY_STATUS.getOrDefault(Integer.toString(status), other));
    }

    /** What names and words settle, given the status; null when they do not. */
    private static @Nullable Verdict named(int status, ErrorEnvelope e) {
        if (status >= 500 && status != 503 && e.hasSign("get_channel_failed")) {
            // A relay that finds no second channel after the first has failed: what that one has done is unknown.
            return null;
        }
        if (e.ofOutput() && status != 429) {
            return last(FailureCode.IMAGE_BLOCKED);
        }
        if (e.flagged()) {
            return last(FailureCode.PROMPT_BLOCKED);
        }
        FailureRules.Rule rule = FailureRules.meaning(e).orElse(null);
        if (rule == null) {
            return null;
        }
        boolean named = status == 200 || status == 400;
        boolean believed =
                switch (rule.means()) {
                    case BAD_KEY ->
                        named || (status != 429 && status < 500 && e.hasSign("api_key_invalid", "invalid_api_key"));
                    case NO_ACCESS -> named || status == 404;
                    // Behind another 5xx words of load may be those of a server further back.
                    case RATE_LIMITED, OVERLOADED ->
                        named || status == 403 || (rule.lasting() && (status == 429 || status == 503));
                    default -> true;
                };
        return !believed ? null : rule.lasting() ? last(rule.means()) : usual(rule.means());
    }
}
