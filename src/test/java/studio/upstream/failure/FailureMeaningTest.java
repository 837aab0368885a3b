package studio.upstream.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.problem.Language;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.FailureCode.NextStep;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.answer.AnswerReader;
import studio.upstream.answer.Reply;

/** What the words, codes and pages of many providers mean, and what is told of them; each as somebody has met it. */
class FailureMeaningTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-0123456789";

    @TempDir
    private Path folder;

    static Stream<Arguments> failures() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/corpus/failures.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|", 3))
                .map(parts -> arguments(
                        parts[0], parts[1], parts[2].replace("\\n\\n", "\n\n").replace("\\ndata", "\ndata")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isCalledWhatItIs(String status, String expected, String body) throws Exception {
        UpstreamException told = status.isEmpty()
                ? answered(200, "application/json", body.getBytes(StandardCharsets.UTF_8))
                : refused(Integer.parseInt(status), body, Map.of());
        assertThat(told.outcome() + " " + told.code()).as(body).isEqualTo(expected);
    }

    private static UpstreamException refused(int status, String body, Map<String, String> headers) {
        return Answered.of(status, headers::get, KEY, Billing.FAILURES_MAY_COST).refused(headers::get, body);
    }

    private UpstreamException answered(int status, String type, byte[] body) {
        AnswerReader reader = new AnswerReader(folder, KEY, Billing.FAILURES_MAY_COST, (index, file) -> {});
        Reply reply =
                new Reply(status, name -> name.equals("content-type") ? type : null, new ByteArrayInputStream(body));
        return catchThrowableOfType(UpstreamException.class, () -> reader.read(reply));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errors\":{\"message\":\"the words\"}}",
                "{\"errors\":[{\"code\":1,\"message\":\"the words\"}]}",
                "{\"errors\":[\"the words\"]}",
                "{\"errors\":{\"size\":[\"the words\"]}}",
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"the words\",\"type\":\"missing\"}]}",
                "{\"detail\":\"the words\"}",
                "{\"Message\":\"the words\"}",
                "{\"Error\":{\"Message\":\"the words\"}}",
                "{\"errorMessage\":\"the words\"}",
                "{\"error_description\":\"the words\",\"error\":\"invalid_grant\"}",
                "{\"ErrMsg\":\"the words\",\"ErrCode\":7}",
                "{\"base_resp\":{\"status_msg\":\"the words\"}}",
                "{\"Response\":{\"Error\":{\"Message\":\"the words\"}}}",
                "{\"ResponseMetadata\":{\"Error\":{\"Message\":\"the words\"}}}",
                "{\"fault\":{\"faultstring\":\"the words\"}}",
                "{\"title\":\"the words\",\"status\":400}",
                "{\"code\":400,\"data\":\"the words\"}",
                "{\"error\":{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"the words\\\"}}\"}}",
                "{\"odd\":{\"place\":\"the words\"}}",
                "the words"
            })
    void wordsAreFoundInEveryPlace(String body) {
        assertThat(refused(400, body, Map.of()).upstreamMessage()).contains("the words");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsAWrongPathThatNamesItsTarget(int status) {
        UpstreamException told =
                refused(status, "<html><title>Moved</title></html>", Map.of("location", "/login?next=%2Fv1"));
        assertThat(told.code()).isEqualTo("wrong_path");
        assertThat(told.outcome()).isEqualTo(Outcome.FINAL);
        assertThat(told.mayBeBilled()).isFalse();
        assertThat(told.upstreamMessage()).isEqualTo("Location: /login?next=%2Fv1 (Moved)");
    }

    @Test
    void aSignInOfTheWebServerIsNotTheKeyEvenWithoutABody() {
        assertThat(refused(401, "", Map.of("www-authenticate", "Basic realm=\"x\""))
                        .code())
                .isEqualTo("page_answered");
        assertThat(refused(401, "", Map.of("www-authenticate", "Bearer")).code())
                .isEqualTo("bad_key");
        assertThat(refused(401, "{\"error\":\"no\"}", Map.of("www-authenticate", "Basic realm=\"x\""))
                        .code())
                .isEqualTo("bad_key");
        assertThat(refused(403, "", Map.of("cf-mitigated", "challenge")).code()).isEqualTo("page_answered");
    }

    @ParameterizedTest
    @CsvSource({"GBK, text/html", "GBK, text/html; charset=GBK", "Big5, text/html; charset=big5", "UTF-8, text/html"})
    void aPageIsReadInItsOwnEncoding(String encoding, String type) {
        byte[] page = "<html><head><title>安全防火</title></head></html>".getBytes(Charset.forName(encoding));
        String text = new Reply(403, name -> type, new ByteArrayInputStream(page)).text();
        assertThat(refused(403, text, Map.of()).upstreamMessage()).isEqualTo("安全防火");
        assertThat(answered(200, type, page).upstreamMessage()).isEqualTo("安全防火");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, text/plain", "GBK, text/plain; charset=gb2312", "GBK, application/json"})
    void plainWordsOfA200AreShownUpTo300Characters(String encoding, String type) {
        String words = "上游繁重。".repeat(100);
        UpstreamException told = answered(200, type, ("\n".repeat(2_000) + words).getBytes(Charset.forName(encoding)));
        assertThat(told.upstreamMessage()).isEqualTo(words.substring(0, 300));
        assertThat(told.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(told.mayBeBilled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"请 20 秒后再试, 20000", "请等待2分钟后重试, 120000", "Please try again in 1.5s, 1500", "请稍后再试, 0"})
    void aWaitIsReadInBothLanguages(String words, long millis) {
        UpstreamException told = refused(429, "{\"error\":{\"message\":\"" + words + "\"}}", Map.of());
        assertThat(told.retryAfter()).isEqualTo(millis == 0 ? null : Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void aTaskIsToldWithItsIdAndMayBeBilled(int status) {
        UpstreamException told = answered(
                status,
                "application/json",
                "{\"data\":{\"job_id\":\"task_01JABCD\"}}".getBytes(StandardCharsets.UTF_8));
        assertThat(told.code()).isEqualTo("async_unsupported");
        assertThat(told.upstreamMessage()).isEqualTo("job_id: task_01JABCD");
        assertThat(told.mayBeBilled()).isTrue();
        assertThat(told.failure().nextStep()).isEqualTo(NextStep.CHECK_BILL);
        assertThat(told.message().in(Language.CHINESE)).contains("异步");
        assertThat(told.message().in(Language.ENGLISH)).contains("asynchronous");
    }

    @ParameterizedTest
    @EnumSource
    void bothLanguagesSayTheSame(FailureCode code) {
        String zh = code.message().in(Language.CHINESE);
        String en = code.message().in(Language.ENGLISH);
        assertThat(zh).containsPattern("[\\u4e00-\\u9fff]").endsWith("。");
        assertThat(en).endsWith(".").doesNotContainPattern("[\\u4e00-\\u9fff]");
        assertThat(zh.contains("计费")).as("a bill: %s", en).isEqualTo(en.matches(".*(billed|costs nothing).*"));
        assertThat(zh.contains("密钥")).as("the key: %s", en).isEqualTo(en.contains("key"));
        assertThat(zh.contains("提示词")).as("the prompt: %s", en).isEqualTo(en.contains("prompt"));
        assertThat(zh.matches(".*(接口地址|接口).*"))
                .as("the endpoint: %s", en)
                .isEqualTo(en.matches(".*(endpoint|address|model API).*"));
        if (code.neverBilled()) {
            assertThat(zh).doesNotContain("可能已经计费");
        }
        assertThat(FailureCode.find(code.wire())).contains(code);
    }

    @Test
    void aPromiseAboutFailuresIsNotOneAboutWordsOfSomebodyElse() {
        AnswerReader reader = new AnswerReader(folder, KEY, Billing.FAILURES_ARE_FREE, (index, file) -> {});
        for (String body : List.of("stream error", "{\"success\":false,\"msg\":\"failed\"}")) {
            Reply reply = new Reply(200, name -> null, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
            UpstreamException told = catchThrowableOfType(UpstreamException.class, () -> reader.read(reply));
            assertThat(told.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(told.mayBeBilled()).isTrue();
        }
    }

    @Test
    void anEmpty202IsATaskToo() {
        UpstreamException told = answered(202, "application/json", new byte[0]);
        assertThat(told.code()).isEqualTo("async_unsupported");
        assertThat(answered(200, "application/json", new byte[0]).code()).isEqualTo("unreadable_answer");
    }

    /** Rules are asked of every error, so that none may take its time over a long one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model ",
                "violat",
                "insufficient ",
                "模型",
                "content blocked ",
                "a",
                "per",
                "\"",
                "quota ",
                "敏",
                "<script>",
                "{\"a\":"
            })
    void longWordsAreReadInTime(String piece) {
        String words = piece.repeat(60_000 / piece.length());
        assertTimeout(Duration.ofSeconds(5), () -> {
            refused(429, words, Map.of());
            refused(400, JSON.writeValueAsString(Map.of("message", words)), Map.of());
        });
    }

    @ParameterizedTest
    @CsvSource({"insufficient balance, insufficient_balance", "invalid api key, bad_key"})
    void whatIsSureNotToBeDoneIsNotBilledInA200Either(String words, String code) {
        UpstreamException told = answered(
                200,
                "application/json",
                ("{\"success\":false,\"msg\":\"" + words + "\"}").getBytes(StandardCharsets.UTF_8));
        assertThat(told.code()).isEqualTo(code);
        assertThat(told.mayBeBilled()).isFalse();
        assertThat(told.upstreamMessage()).isEqualTo(words);
    }
}
