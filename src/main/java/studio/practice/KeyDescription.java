package studio.practice;

import java.util.List;
import java.util.Map;

/** {@code GET /key} as OpenRouter answers it: a free key with nothing used and no limit but a stated rest. */
final class KeyDescription {
    private static final int CREDIT = 100;

    private KeyDescription() {}

    static Map<String, Object> describe() {
        Map<String, Object> key = JsonMap.of(
                "label",
                "practice",
                "limit",
                CREDIT,
                "limit_remaining",
                CREDIT,
                "limit_reset",
                null,
                "is_free_tier",
                true,
                "is_management_key",
                false,
                "is_provisioning_key",
                false,
                "include_byok_in_limit",
                false,
                "creator_user_id",
                null,
                "organization_id",
                null,
                "workspace_id",
                null,
                "expires_at",
                null);
        for (String span : List.of("", "_daily", "_weekly", "_monthly")) {
            key.put("usage" + span, 0);
            key.put("byok_usage" + span, 0);
        }
        key.put("allowed_data_regions", List.of("global"));
        key.put("free_model_daily_requests", JsonMap.of("limit", 1000, "remaining", 1000, "used", 0));
        key.put("rate_limit", JsonMap.of("interval", "10s", "note", "Never reached", "requests", 1000));
        return JsonMap.of("data", key);
    }
}
