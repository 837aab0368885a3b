package studio.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    /** In each of these the part that starts with {@code SECRET} must vanish. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer SECRETabcdef1234",
                "authorization=SECRETabcdef1234",
                "{\"Authorization\":\"Bearer SECRETabcdef1234\"}",
                "sent with bearer SECRETabc.def-123",
                "GET https://example.com/v1beta/models?key=SECRETabc&alt=json",
                "https://bucket/pic.png?X-Amz-Signature=SECRETabcdef",
                "x-goog-api-key: SECRETabcdef",
                "{\"apiKey\":\"SECRETabc\\\"def SECRET ghi\"}",
                "{'api_key': 'SECRETabc def'}",
                "body {\\\"apiKey\\\":\\\"SECRETabc\\\"}",
                "password=SECRETabc next",
                "{\"password\" : \"SECRETabc def\"}",
                "{\"passwordHash\":\"SECRETabc\"}",
                "{\"jwtSecret\":\"SECRETabc\",\"x\":1}",
                "{\"token\":\"SECRETabc\"}",
                "access_token=SECRETabc&x=1",
                "Cookie: studio_session=SECRETabc; other=SECRETdef",
                "Set-Cookie: a=SECRETabc; Path=/",
                "https://user:SECRETpass@example.com/",
            })
    void secretsVanish(String text) {
        assertThat(Redaction.redact(text)).doesNotContain("SECRET").contains("[hidden]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-or-v1-0123456789abcdef0123456789abcdef",
                "sk-proj-AbC_dEf-123456789",
                "AIzaSyA1234567890abcdefghijklmnopqrstuv",
                "sandbox-0123456789abcdef0123456789abcdef0123456789abcdef",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.s5Jm8cQn0m3k",
                "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
            })
    void keysVanishByTheirLook(String key) {
        assertThat(Redaction.redact("the key " + key + " was refused")).isEqualTo("the key [hidden] was refused");
    }

    @Test
    void pictureDataVanishes() {
        String base64 = "iVBORw0KGgoAAAANSUhEUgAA".repeat(50);
        assertThat(Redaction.redact("got data:image/png;base64," + base64 + "== done"))
                .isEqualTo("got [data URL] done");
        assertThat(Redaction.redact("data:image/svg+xml;charset=utf-8;name=a.b,%3Csvg%20xmlns%3D%22x%22"))
                .isEqualTo("[data URL]");
        assertThat(Redaction.redact("{\"b64_json\":\"" + base64 + "\"}")).isEqualTo("{\"b64_json\":\"[base64]\"}");
        String lines = "x\n" + (base64.substring(0, 76) + "\n").repeat(5) + "end";
        assertThat(Redaction.redact(lines))
                .doesNotContain("iVBOR")
                .startsWith("x\n")
                .endsWith("end");
    }

    @Test
    void aRegisteredSecretVanishesWhateverItLooksLike() {
        Redaction.register("correct horse 电池");
        assertThat(Redaction.redact("tried <correct horse 电池> and correct+horse+%E7%94%B5%E6%B1%A0"))
                .isEqualTo("tried <[hidden]> and [hidden]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task 0199-aa finished in 812 ms, 3 candidates, tokens: 1290",
                "图片已保存 gallery/2026-11-23-cat.png (1024x1024, 1.4 MB)",
                "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 kept",
                "at studio.upstream.chat.ChatProvider.generate(ChatProvider.java:42)",
                "The token expired; sign in again",
                "POST https://openrouter.ai/api/v1/chat/completions -> 429"
            })
    void ordinaryLinesStayAsTheyAre(String text) {
        assertThat(Redaction.redact(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "key=",
                "\"password\":\"\\\"",
                "data:",
                "data:;;;;",
                "eyJ",
                "://a:",
                "cookie: ",
                "A/+\n",
                "{\\\""
            })
    void aHostileTextOfAMegabyteTakesNoMoreThanSeconds(String unit) {
        String text = unit.repeat((1 << 20) / unit.length());
        assertTimeout(Duration.ofSeconds(10), () -> Redaction.redact(text));
    }
}
