package studio.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.config.OtherConfig.Merged;
import studio.config.OtherConfig.Outcome;
import studio.config.OtherConfig.Provider;

class OtherConfigTest {
    private static final String HERE = """
            {"auth": {"password": "of this server", "jwtSecret": "the-secret-of-this-very-server-2026"},
             "apiConfigs": [
               {"id": "router", "label": "OpenRouter", "endpoint": "https://openrouter.ai/api/v1", "model": "m", "apiKey": "sk-here"}],
             "templates": [{"id": "t1", "title": "Cat", "prompt": "a cat"}, {"id": "t2", "title": "Tree", "prompt": "a tree"}]}""";

    private static final String THERE = """
            {"auth": {"password": "of the other", "jwtSecret": "other"},
             "defaultApiConfigId": "g",
             "apiConfigs": [
               {"id": "x", "label": "openrouter", "endpoint": "https://openrouter.ai/api/v1", "model": "other", "apiKey": "sk-there"},
               {"id": "g", "label": "Gemini", "endpoint": "https://generativelanguage.googleapis.com", "model": "g", "apiKey": "sk-gemini", "mine": 5},
               {"id": "e", "label": "By reference", "endpoint": "https://relay.example", "model": "r", "apiKey": "env:SECRET"},
               {"id": "b", "label": "Broken", "endpoint": "no address"}, 7],
             "templates": [
               {"id": "t9", "title": "Cat", "prompt": "another cat"},
               {"id": "t2", "title": "Renamed", "prompt": "a tree"},
               {"id": "t3", "title": "Owl", "prompt": "an owl", "image": "/gallery/owl.png", "configId": "g"},
               {"title": "Nothing"}]}""";

    @Test
    void thePlanNamesWhatIsNewDifferentAndUnusableAndNoKey() {
        OtherConfig.Plan plan = other(THERE).plan(here());

        assertThat(plan.providers())
                .containsExactly(
                        new Provider("openrouter", "openrouter.ai", "other", true, Outcome.DIFFERENT),
                        new Provider("Gemini", "generativelanguage.googleapis.com", "g", true, Outcome.NEW),
                        new Provider("By reference", "relay.example", "r", false, Outcome.NEW),
                        new Provider("Broken", "", "", false, Outcome.UNUSABLE),
                        new Provider("", "", "", false, Outcome.UNUSABLE));
        assertThat(plan.templates())
                .isEqualTo(Map.of(Outcome.DIFFERENT, 1, Outcome.SAME, 1, Outcome.NEW, 1, Outcome.UNUSABLE, 1));
        assertThat(plan.toString()).doesNotContain("sk-");
    }

    @Test
    void whatIsHereStaysAndWhatIsNewIsAdded() {
        ObjectNode tree = tree();
        Merged merged = other(THERE).merge(tree, false, () -> "made");

        assertThat(merged.providers()).isEqualTo(2);
        assertThat(merged.templates()).isEqualTo(1);
        assertThat(merged.withoutKey()).containsExactly("By reference");
        assertThat(tree.at("/apiConfigs/0/apiKey").asText()).isEqualTo("sk-here");
        assertThat(tree.at("/apiConfigs/1/apiKey").asText()).isEqualTo("sk-gemini");
        assertThat(tree.at("/apiConfigs/2/apiKey").asText()).isEmpty();
        assertThat(tree.at("/auth/password").asText()).isEqualTo("of this server");
        assertThat(tree.has("defaultApiConfigId")).isFalse();
        assertThat(tree.at("/templates/2/configId").asText()).isEqualTo("g");
        assertThat(tree.at("/templates/2").has("image")).isFalse();
        assertThat(AppConfigReader.read(tree, new SecretReferences()).upstreams())
                .hasSize(3);
        assertThat(other(THERE).merge(tree, false, () -> "again").providers()).isZero();
    }

    @Test
    void onDemandWhatIsDifferentIsReplacedUnderTheIdOfThisServer() {
        ObjectNode tree = tree();
        Merged merged = other(THERE).merge(tree, true, () -> "made");

        assertThat(merged.providers()).isEqualTo(3);
        assertThat(tree.at("/apiConfigs/0/id").asText()).isEqualTo("router");
        assertThat(tree.at("/apiConfigs/0/model").asText()).isEqualTo("other");
        assertThat(tree.at("/apiConfigs/0/apiKey").asText()).isEqualTo("sk-there");
        assertThat(tree.at("/templates/0/prompt").asText()).isEqualTo("another cat");
        assertThat(other(THERE).plan(config(tree)).providers())
                .filteredOn(provider -> provider.outcome() == Outcome.DIFFERENT)
                .isEmpty();
    }

    @Test
    void aKeyOfThisServerDoesNotGoToAnotherHost() {
        ObjectNode tree = tree();
        other("""
                {"apiConfigs": [{"id": "router", "label": "x", "endpoint": "https://elsewhere.example", "model": "m"}]}""").merge(tree, true, () -> "made");
        assertThat(tree.at("/apiConfigs/0/endpoint").asText()).isEqualTo("https://elsewhere.example");
        assertThat(tree.at("/apiConfigs/0/apiKey").asText()).isEmpty();
    }

    @Test
    void theFirstApiConfigsBringTheirDefault() {
        ObjectNode tree = tree();
        tree.putArray("apiConfigs");
        other(THERE).merge(tree, false, () -> "made");
        assertThat(tree.path("defaultApiConfigId").asText()).isEqualTo("g");
    }

    @Test
    void whatIsNoSuchDocumentIsNone() {
        for (String text : new String[] {"", "[]", "{}", "{\"apiConfigs\": 5}", "{\"apiConfigs\": []}", "no JSON"}) {
            assertThat(OtherConfig.read(text.getBytes(UTF_8))).isEmpty();
        }
    }

    private static OtherConfig other(String text) {
        return OtherConfig.read(text.getBytes(UTF_8)).orElseThrow();
    }

    private static ObjectNode tree() {
        return ConfigJson.read(HERE.getBytes(UTF_8));
    }

    private static AppConfig here() {
        return config(tree());
    }

    private static AppConfig config(ObjectNode tree) {
        return AppConfigReader.read(tree, new SecretReferences());
    }
}
