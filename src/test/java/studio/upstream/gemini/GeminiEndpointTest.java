package studio.upstream.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiEndpointTest {
    private static final String GOOGLE = "https://generativelanguage.googleapis.com/v1beta";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v1beta",
                "/v1beta/",
                "/v1",
                "/v1beta/models",
                "/v1beta/models/",
                "/v1beta/models/gemini-old",
                "/v1beta/models/gemini-old:generateContent",
                "/v1beta/models/gemini-old:streamGenerateContent?alt=sse",
                "/v1beta/models/gemini-old:generateContent?key=AIzaSecret",
                "/v1beta?key=AIzaSecret&alt=json",
                "/v1beta/openai/",
                "/v1beta/openai/chat/completions"
            })
    void whateverIsTypedForGoogleLeadsToTheSameCalls(String typed) {
        GeminiEndpoint endpoint = GeminiEndpoint.of(URI.create("https://generativelanguage.googleapis.com" + typed));
        assertThat(endpoint.generate("gemini-new")).hasToString(GOOGLE + "/models/gemini-new:generateContent");
        assertThat(endpoint.model("models/gemini-new")).hasToString(GOOGLE + "/models/gemini-new");
        assertThat(endpoint.models(1000, null)).hasToString(GOOGLE + "/models?pageSize=1000");
        assertThat(endpoint.toString()).doesNotContain("AIzaSecret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://relay.example, https://relay.example/v1beta",
        "https://relay.example:8443/v1, https://relay.example:8443/v1beta",
        "https://relay.example/v1/chat/completions, https://relay.example/v1beta",
        "https://relay.example/gemini, https://relay.example/gemini/v1beta",
        "https://relay.example/gemini/v1, https://relay.example/gemini/v1beta",
        "https://relay.example/gemini/v1beta/models, https://relay.example/gemini/v1beta",
        "https://relay.example/v1alpha, https://relay.example/v1alpha",
        "https://relay.example/v1/models/m:generateContent, https://relay.example/v1",
        "https://relay.example/v1beta/models/google/m:generateContent, https://relay.example/v1beta",
        "https://v1.example/api, https://v1.example/api/v1beta"
    })
    void aRelayIsFoundBehindItsHostItsBaseOrAFullCall(String typed, String base) {
        assertThat(GeminiEndpoint.of(URI.create(typed)).generate("m")).hasToString(base + "/models/m:generateContent");
    }

    @ParameterizedTest
    @CsvSource({
        "https://aiplatform.googleapis.com, https://aiplatform.googleapis.com/v1/publishers/google",
        "https://aiplatform.googleapis.com/v1/publishers/google/models/x:generateContent,"
                + " https://aiplatform.googleapis.com/v1/publishers/google",
        "https://aiplatform.googleapis.com/v1/projects/p/locations/global,"
                + " https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google",
        "https://aiplatform.googleapis.com/v1beta1/projects/p/locations/l/publishers/google/models/x:streamGenerateContent,"
                + " https://aiplatform.googleapis.com/v1beta1/projects/p/locations/l/publishers/google"
    })
    void vertexKeepsItsProjectInPaidCallsAndListsModelsOutsideOfIt(String typed, String base) {
        GeminiEndpoint endpoint = GeminiEndpoint.of(URI.create(typed));
        assertThat(endpoint.generate("publishers/google/models/m")).hasToString(base + "/models/m:generateContent");
        assertThat(endpoint.model("m"))
                .hasToString("https://aiplatform.googleapis.com/v1beta1/publishers/google/models/m");
    }

    @Test
    void aModelsNameIsEncodedAndAGatewaysQueryIsKept() {
        GeminiEndpoint endpoint = GeminiEndpoint.of(URI.create("https://r.example/v1beta?group=a&key=secret&b"));
        assertThat(endpoint.generate("google/m x:free?#%"))
                .hasToString("https://r.example/v1beta/models/google/m%20x%3Afree%3F%23%25:generateContent?group=a&b");
        assertThat(endpoint.models(5, "a b&c"))
                .hasToString("https://r.example/v1beta/models?group=a&b&pageSize=5&pageToken=a%20b%26c");
    }
}
