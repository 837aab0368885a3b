package studio.upstream.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.model.Option;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.UpstreamModel;
import studio.upstream.transport.ApiBase;

class DialectsTest {
    private final Dialects dialects = new Dialects();

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, openai",
        "https://us.api.openai.com, openai",
        "https://me.openai.azure.com/openai/v1, azure",
        "https://me.services.ai.azure.com, azure",
        "https://me.cognitiveservices.azure.com/openai/deployments/d?api-version=1, azure",
        "https://api.x.ai/v1, xai",
        "https://API.X.AI/v1, xai",
        "https://ark.cn-beijing.volces.com/api/v3, ark",
        "https://ark.ap-southeast.bytepluses.com/api/v3, ark",
        "https://api.siliconflow.cn/v1, siliconflow",
        "https://api.siliconflow.com/v1, siliconflow",
        "https://api.together.xyz/v1, together",
        "https://open.bigmodel.cn/api/paas/v4, zhipu",
        "https://api.z.ai/api/paas/v4, zhipu",
        "https://external.api.recraft.ai/v1, recraft",
        "https://dashscope-intl.aliyuncs.com, qwen",
        "https://ws-1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1, qwen",
        "https://token-plan.cn-beijing.maas.aliyuncs.com, qwen",
        "https://relay.example/v1, openai",
        "https://api.x.ai.evil.example/v1, openai",
        "https://evil.example/api.x.ai, openai",
        "https://notapi.siliconflow.cn.example, openai",
    })
    void aHostSpeaksItsOwnDialect(String endpoint, String name) {
        assertThat(dialects.of(URI.create(endpoint), "auto").name()).isEqualTo(name);
    }

    @Test
    void aNameThatWasChosenCountsMoreThanTheHostAndAnUnknownOneDoesNotCount() {
        assertThat(dialects.of(URI.create("https://relay.example/v1"), "xai").name())
                .isEqualTo("xai");
        assertThat(dialects.of(URI.create("https://api.x.ai/v1"), "openai").name())
                .isEqualTo("openai");
        assertThat(dialects.of(URI.create("https://api.x.ai/v1"), "klingon").name())
                .isEqualTo("xai");
        assertThat(dialects.names()).startsWith("auto", "openai").contains("azure", "new-api", "litellm");
    }

    @Test
    void anAddressWithoutAPathGetsTheProvidersOwn() {
        assertThat(ApiBase.of(URI.create("https://me.openai.azure.com"), "/openai/v1")
                        .at("/models"))
                .hasToString("https://me.openai.azure.com/openai/v1/models");
        assertThat(dialects.of(URI.create("https://ark.cn-beijing.volces.com"), "auto")
                        .basePath())
                .isEqualTo("/api/v3");
    }

    @Test
    void aDialectTellsWhichOptionsGetThrough() {
        assertThat(dialects.of(URI.create("https://api.x.ai/v1"), "auto")
                        .carried()
                        .options())
                .containsExactlyInAnyOrder(
                        Option.ASPECT_RATIO, Option.IMAGE_SIZE, Option.QUALITY, Option.COUNT, Option.REFERENCES);
        assertThat(dialects.of(URI.create("https://api.openai.com/v1"), "auto")
                        .carried()
                        .options())
                .containsExactlyInAnyOrder(
                        Option.SIZE,
                        Option.QUALITY,
                        Option.OUTPUT_FORMAT,
                        Option.OUTPUT_COMPRESSION,
                        Option.BACKGROUND,
                        Option.MODERATION,
                        Option.REFERENCES,
                        Option.MASK,
                        Option.PARTIAL_IMAGES,
                        Option.COUNT);
        assertThat(dialects.of(URI.create("https://external.api.recraft.ai"), "auto")
                        .carried()
                        .options())
                .doesNotContain(Option.REFERENCES, Option.MASK);
    }

    @Test
    void aDialectMayTakeSmallerReferencesThanTheModel() {
        URI openai = URI.create("https://api.openai.com/v1");
        assertThat(dialects.of(openai, "openai-json").carried().maxReferenceBytes())
                .isEqualTo(15_728_640);
        assertThat(dialects.of(openai, "openai").carried().maxReferenceBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, gpt-image-2, OPENAI_IMAGES",
        "https://api.openai.com/v1, gpt-6, OPENAI_CHAT",
        "https://relay.example/v1, gpt-image-2, OPENAI_IMAGES",
        "https://relay.example/v1, gemini-3-pro-image, OPENAI_CHAT",
        "https://relay.example/v1/images/generations, anything, OPENAI_IMAGES",
        "https://relay.example/v1/chat/completions, gpt-image-2, OPENAI_CHAT",
        "https://api.x.ai/v1, grok-imagine-image, OPENAI_IMAGES",
        "https://ark.cn-beijing.volces.com/api/v3, doubao-seedream-5-0-260128, OPENAI_IMAGES",
        "https://api.siliconflow.cn/v1, Qwen/Qwen-Image, OPENAI_IMAGES",
        "https://me.openai.azure.com, paint, OPENAI_IMAGES",
    })
    void theFormFollowsFromHostAndModel(String endpoint, String model, Protocol expected) {
        Providers providers =
                new Providers(List.of(adapter(Protocol.OPENAI_IMAGES), adapter(Protocol.OPENAI_CHAT)), dialects);
        assertThat(providers.guess(URI.create(endpoint), "auto", model)).isEqualTo(expected);
        assertThat(providers.guess(URI.create("https://relay.example/v1"), "ark", "m"))
                .isEqualTo(Protocol.OPENAI_IMAGES);
    }

    private static ImageProvider adapter(Protocol protocol) {
        return new ImageProvider() {
            @Override
            public Protocol protocol() {
                return protocol;
            }

            @Override
            public Answer generate(ImageRequest request, Exchange exchange) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<UpstreamModel> models(Connection connection) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void everyWordOfTheDataIsUnderstood() throws Exception {
        Set<String> known = new TreeSet<>(List.of("like"));
        for (var component : Dialect.class.getRecordComponents()) {
            known.add(component.getName());
        }
        try (var in = Dialects.class.getResourceAsStream("/dialects.json")) {
            JsonNode file = new ObjectMapper().readTree(in);
            assertThat(known).as("defaults").containsAll(() -> file.path("defaults")
                    .fieldNames());
            JsonNode all = file.path("dialects");
            for (JsonNode entry : all) {
                assertThat(known).as(entry.path("name").asText()).containsAll(() -> entry.fieldNames());
            }
            assertThat(dialects.all()).hasSize(all.size()).allMatch(dialect -> !dialect.label()
                    .isBlank());
        }
    }
}
