package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;

/** What Google's error details settle for good although the status alone would not ({@code google.rpc.ErrorInfo}). */
final class GoogleErrors {
    /** A project without billing has a quota of nothing for picture models: waiting does not help. */
    private static final Pattern NO_QUOTA = Pattern.compile("\\blimit: 0(?![\\d.])");

    private GoogleErrors() {}

    /** @return null when the details say nothing beyond the status */
    static @Nullable FailureCode settled(int status, ErrorEnvelope e) {
        if (status == 429) {
            return noQuota(e) ? FailureCode.INSUFFICIENT_BALANCE : null;
        }
        if (e.says("billing_disabled") || (e.says("failed_precondition") && e.speaksOf("billing"))) {
            return FailureCode.INSUFFICIENT_BALANCE;
        }
        if (e.says("failed_precondition") && e.speaksOf("location", "country", "region")) {
            return FailureCode.NO_ACCESS;
        }
        return e.says("permission_denied") && e.speaksOf("reported as leaked") ? FailureCode.BAD_KEY : null;
    }

    private static boolean noQuota(ErrorEnvelope e) {
        if (!e.says("resource_exhausted")) {
            return false;
        }
        if (e.speaksOf("add credits", "credits are depleted", "prepaid credits")) {
            return true;
        }
        for (JsonNode value : e.error().findValues("quotaValue")) {
            if (value.asText().equals("0")) {
                return true;
            }
        }
        return e.message() != null && NO_QUOTA.matcher(e.message()).find();
    }
}
