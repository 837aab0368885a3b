package studio.upstream.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.model.Protocol;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.upstream.Connection;
import studio.upstream.ImageProvider;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ProvidersTest {
    @Inject
    Providers providers;

    private static Connection connection(String endpoint, Protocol spoken) {
        return new Connection("c", "C", URI.create(endpoint), "sk-0123456789", spoken, Connection.BY_HOST);
    }

    @ParameterizedTest
    @CsvSource({
        "https://openrouter.ai/api/v1, OPENAI_CHAT, OPENROUTER_IMAGES",
        "https://openrouter.ai/api/v1/chat/completions, OPENAI_CHAT, OPENROUTER_IMAGES",
        "https://openrouter.ai/api/v1, OPENROUTER_IMAGES, OPENROUTER_IMAGES",
        "https://relay.example/v1, OPENAI_CHAT, OPENAI_CHAT",
        "https://relay.example/v1, OPENROUTER_IMAGES, OPENROUTER_IMAGES"
    })
    void whoeverKnowsTheAccountIsAskedAboutIt(String endpoint, Protocol spoken, Protocol asked) {
        assertThat(providers.informant(connection(endpoint, spoken)).protocol()).isEqualTo(asked);
    }

    @Test
    void theImageApiIsForTheModelsThatItListsAndChatForTheOthers() {
        try (UpstreamDouble upstream = new UpstreamDouble()) {
            upstream.then(wire -> wire.json(200, "{\"data\":[{\"id\":\"a/painter\"}]}"));
            ImageProvider images = providers.of(Protocol.OPENROUTER_IMAGES);
            Connection here = connection(upstream.base(), Protocol.OPENROUTER_IMAGES);
            assertThat(images.offers(here, "a/painter")).isTrue();
            assertThat(images.offers(here, "a/talker")).isFalse();
            assertThat(upstream.requests()).hasSize(1);
        }
        Connection typedOut = connection("https://openrouter.ai/api/v1/chat/completions", Protocol.AUTO);
        assertThat(providers.decide(typedOut, "a/painter")).isEqualTo(Protocol.OPENAI_CHAT);
    }
}
