package studio.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.testing.FreshFolders;

/** What people are told of a failure is what happened, and nothing that would fail again is sent again. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class TrueMessagesTest extends CaseScene {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "balance-behind-403-and-429/zhipu-1113.json|openai-images|429|insufficient_balance|false|top_up|欠费",
                "balance-behind-403-and-429/ark-overdue.json|openai-images|403|insufficient_balance|false|top_up|overdue",
                "balance-behind-403-and-429/or-403-key.json|openai-chat|403|insufficient_balance|false|top_up|monthly limit",
                "balance-behind-403-and-429/na-token-quota.json|openai-images|401|insufficient_balance|false|top_up|额度已用尽",
                "balance-behind-403-and-429/kimi-quota.json|openai-chat|429|insufficient_balance|false|top_up|recharge",
                "errors-plural-words-lost/ms-sync400.json|openai-images|400|bad_request|false|change_request|does not support synchronous calls",
                "errors-plural-words-lost/cf-ai-err.json|openai-images|429|insufficient_balance|false|top_up|daily free allocation",
                "business-error-inside-200/minimax-1008.json|openai-images|200|insufficient_balance|false|top_up|insufficient balance",
                "business-error-inside-200/minimax-1004.json|openai-images|200|bad_key|false|check_key|login fail",
                "business-error-inside-200/err-success-false.json|openai-images|200|insufficient_balance|false|top_up|今日额度已用完",
                "model-missing-behind-503/na-503-mnf.json|openai-images|503|model_not_found|false|change_model|gpt-image-9",
                "model-missing-behind-503/sf-20012.json|openai-images|400|model_not_found|false|change_model|Model does not exist",
                "moderation-by-other-names/na-sensitive.json|openai-images|400|prompt_blocked|false|change_prompt|PROHIBITED_CONTENT",
                "moderation-by-other-names/zhipu-1301.json|openai-images|400|prompt_blocked|false|change_prompt|敏感内容",
                "async-task-answer/async-task.json|openai-images|200|async_unsupported|true|check_bill|task_01JABCD",
                "async-task-answer/async-task.json|openai-images|202|async_unsupported|true|check_bill|task_01JABCD",
                "async-task-answer/async-qwen.json|openai-images|200|async_unsupported|true|check_bill|0385dc79",
                "plain-words-in-a-200-lost/cliproxy2973-text.json|openai-chat|200|upstream_error|true|check_bill|stream error: stream ID 73; INTERNAL_ERROR; received from peer",
            })
    void aFailureIsCalledWhatItIs(
            String file, String protocol, int status, String code, boolean mayBeBilled, String nextStep, String said)
            throws Exception {
        JsonNode task = play(protocol, reply(status, "application/json", file));
        assertFailed(task, code, mayBeBilled);
        assertThat(task.path("nextStep").asText()).isEqualTo(nextStep);
        assertThat(task.at("/upstream/message").asText()).contains(said);
    }

    @Test
    void aWithheldPictureIsToldThoughTheFieldsAreStepFuns() throws Exception {
        JsonNode task =
                play("openai-images", reply(200, "application/json", "moderation-by-other-names/stepfun-filter.json"));
        assertFailed(task, "image_blocked", true);
        assertThat(task.path("nextStep").asText()).isEqualTo("change_prompt");
    }

    @Test
    void aPageThatAnswersInTheApisPlaceIsNotBlamedOnTheKey() throws Exception {
        JsonNode task = play(
                "openai-chat",
                reply(
                        403,
                        "text/html; charset=UTF-8",
                        "cloudflare-403-is-not-the-key/cf-challenge403.txt",
                        "server: cloudflare"));
        assertFailed(task, "page_answered", false);
        assertThat(task.path("nextStep").asText()).isEqualTo("check_endpoint");
        assertThat(task.at("/upstream/message").asText()).isEqualTo("Just a moment...");
        assertThat(task.path("error").asText()).contains("网页").doesNotContain("密钥");
    }

    @Test
    void aSignInOfAWebServerIsNotBlamedOnTheKey() throws Exception {
        JsonNode task = play(
                "openai-chat",
                reply(
                        401,
                        "text/html",
                        "cloudflare-403-is-not-the-key/basic401.txt",
                        "www-authenticate: Basic realm=\"x\""));
        assertFailed(task, "page_answered", false);
    }

    @ParameterizedTest
    @CsvSource({"html521.txt, 521, text/html", "cf530.txt, 530, text/plain"})
    void aRequestThatNeverReachedTheUpstreamIsNotBilled(String file, int status, String type) throws Exception {
        JsonNode task = play("openai-chat", reply(status, type, "cloudflare-origin-down/" + file));
        assertThat(task.path("errorCode").asText()).isEqualTo("origin_down");
        assertThat(task.path("mayBeBilled").asBoolean()).isFalse();
        assertThat(task.path("nextStep").asText()).isEqualTo("retry_later");
        assertThat(upstream.posts()).as("sent again, as other refused calls").isEqualTo(2);
    }

    @Test
    void aRedirectIsNotFollowedAndItsTargetIsTold() throws Exception {
        String target = "https://relay.example.invalid/v1/chat/completions";
        JsonNode task =
                play("openai-chat", reply(301, "text/html", "redirected-post/redir301.txt", "location: " + target));
        assertFailed(task, "wrong_path", false);
        assertThat(task.path("nextStep").asText()).isEqualTo("check_endpoint");
        assertThat(task.at("/upstream/message").asText()).contains(target);
    }

    @Test
    void aRedirectToASignInIsToldWithoutABody() throws Exception {
        JsonNode task = play("openai-chat", Reply.of(302, "text/plain", "", "location: /login"));
        assertFailed(task, "wrong_path", false);
        assertThat(task.at("/upstream/message").asText()).contains("/login");
    }

    @Test
    void whereAPictureWasCountedAndIsNotThereTheRelayIsNamed() throws Exception {
        JsonNode task = play("openai-chat", reply(200, "application/json", "no-image-message-untrue/sub4798.json"));
        assertFailed(task, "picture_dropped", true);
        assertThat(task.path("nextStep").asText()).isEqualTo("check_endpoint");
        assertThat(task.path("error").asText()).contains("中转", "协议").doesNotContain("提示词");
    }

    @Test
    void whereThereAreNoWordsNoneAreSpokenOf() throws Exception {
        JsonNode task = play("gemini", reply(200, "application/json", "no-image-message-untrue/g-noimage.json"));
        assertFailed(task, "no_image", true);
        assertThat(task.path("error").asText()).doesNotContain("只回了文字");
    }

    @Test
    void whatOnlySoundsLikeAnEmptyAccountIsSentAgain() throws Exception {
        JsonNode task = play(
                "openai-images",
                Reply.of(
                        429,
                        "application/json",
                        "{\"error\":{\"message\":\"每分钟请求额度已用完，请稍后再试或充值升级\",\"type\":\"new_api_error\"}}"));
        assertThat(task.path("errorCode").asText()).isEqualTo("rate_limited");
        assertThat(upstream.posts()).isEqualTo(2);
    }
}
