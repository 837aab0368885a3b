package studio.upstream.failure;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;
import studio.problem.Message;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.UpstreamException;

/** Names the failures of calls that were not answered, or not by a model; of an answer, {@link Answered} does. */
public final class UpstreamErrors {
    /** Of the upstream's own words, in characters. */
    private static final int MAX_WORDS = 2_000;

    private static final String MASK = "***";
    private static final Pattern LOOKS_LIKE_KEY = Pattern.compile(
            "(?i)\\b(?:sk|pk|rk|key|xai|gsk)-[A-Za-z0-9_*.-]{8,}|\\bAIza[0-9A-Za-z_-]{20,}|\\bBearer\\s+[^\\s\"',]{8,}");

    private UpstreamErrors() {}

    /** Without keys, as an upstream's own words may reach people, logs and the database. */
    static String masked(String text, String apiKey) {
        String masked = apiKey.length() < 4 ? text : text.replace(apiKey, MASK);
        return LOOKS_LIKE_KEY.matcher(masked).replaceAll(MASK);
    }

    /** What may be shown of words; null when nothing is left. */
    static @Nullable String shown(@Nullable String words, String apiKey) {
        String masked = words == null ? "" : masked(words, apiKey).strip();
        return masked.isEmpty() ? null : WholeText.start(masked, MAX_WORDS);
    }

    /** Some pictures came, but fewer than were asked for, and no reason was given. */
    public static UpstreamException fewer(int made, int asked, @Nullable String requestId) {
        String words = made + " of " + asked + " pictures came";
        return new UpstreamException(
                FailureCode.FEWER_PICTURES,
                Outcome.FINAL,
                new ReportedError(200, null, words, requestId, null, null),
                null);
    }

    /** @param sent whether something had gone out, so that it may be billed */
    public static UpstreamException canceled(boolean sent, @Nullable Throwable cause) {
        return FailureCode.CANCELED.failure(sent ? Outcome.UNKNOWN : Outcome.NOT_SENT, cause);
    }

    /**
     * A picture that could not be fetched.
     *
     * @param address as it was given, so that the picture can be saved by hand
     * @param moved whether the endpoint was asked instead of a host that only the upstream can reach
     */
    public static UpstreamException download(
            String address, String why, boolean moved, String apiKey, Exception cause) {
        ReportedError told = ReportedError.of(shown(address.strip() + ": " + why, apiKey));
        Message advice = moved ? Message.of("upstream.picture_address_internal") : null;
        return new UpstreamException(FailureCode.DOWNLOAD_FAILED, Outcome.UNKNOWN, told, advice, cause);
    }

    /** Several downloads that failed, each with its address. */
    public static UpstreamException together(List<UpstreamException> downloads) {
        UpstreamException first = downloads.getFirst();
        if (downloads.size() == 1) {
            return first;
        }
        String words =
                downloads.stream().map(UpstreamException::upstreamMessage).collect(Collectors.joining("; "));
        ReportedError told = ReportedError.of(shown(words, ""));
        return new UpstreamException(first.failure(), first.outcome(), told, first.advice(), first);
    }
}
