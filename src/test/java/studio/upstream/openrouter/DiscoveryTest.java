package studio.upstream.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.model.Amount;
import studio.model.ModelCapabilities;
import studio.model.ModelCapabilities.AspectRatio;
import studio.model.ModelEntry;
import studio.model.ModelRegistry;
import studio.model.PixelSize;
import studio.model.Protocol;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.upstream.Connection;
import studio.upstream.ProviderScene;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class DiscoveryTest extends ProviderScene {
    private static final String MODELS = """
            {"data":[{"id":"made-up/painter-x","name":"Painter X",
              "architecture":{"input_modalities":["text","image"],"output_modalities":["image"]},
              "supported_parameters":{
                "resolution":{"type":"enum","values":["512","1K","1.5K","2K","8K"]},
                "aspect_ratio":{"type":"enum","values":["auto","1:1","16:9"]},
                "size":{"type":"enum","values":["1024x1024","2048x1024","2K"]},
                "quality":{"type":"enum","values":["low","high"]},
                "output_format":{"type":"enum","values":["png","tiff"]},
                "output_compression":{"type":"range","min":0,"max":100},
                "background":{"type":"constellation","stars":3},
                "input_references":{"type":"range","min":1,"max":4},
                "n":{"type":"range","min":1,"max":3},
                "seed":{"type":"boolean"}},
              "supports_streaming":true},
             {"id":"made-up/silent"}]}""";

    private static final String ENDPOINTS = """
            {"id":"made-up/painter-x","endpoints":[
             {"provider_name":"One","pricing":[{"billable":"output_image","unit":"image","cost_usd":0.03},
               {"billable":"output_image","unit":"image","cost_usd":"0.12","variant":"4k"},
               {"billable":"input_text","unit":"token","cost_usd":3e-7}]},
             {"provider_name":"Two","pricing":[{"billable":"output_image","unit":"image","cost_usd":0.05},
               {"billable":"output_image","unit":"image","cost_usd":"free"},{"billable":"mystery"}]}]}""";

    @Inject
    ModelRegistry registry;

    private final AtomicLong now = new AtomicLong();
    private Discovery discovery;
    private Connection connection;

    @BeforeEach
    void start() {
        discovery = new Discovery(calls(client, vertx, 0, false), now::get);
        connection = OpenRouterFixture.connection(upstream.base());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aModelIsDescribedByItsUpstreamWithItsPrices() {
        upstream.then(wire -> wire.json(200, MODELS), wire -> wire.json(200, ENDPOINTS));
        Optional<ModelEntry> entry = discovery.describe(connection, "made-up/painter-x");

        ModelCapabilities model = registry.of(
                Protocol.OPENROUTER_IMAGES, "made-up/painter-x", registry.carriedBy(Protocol.OPENROUTER_IMAGES), entry);
        assertThat(model.source()).isEqualTo(ModelCapabilities.Source.DISCOVERY);
        assertThat(model.name()).isEqualTo("Painter X");
        assertThat(model.imageSizes()).containsExactly("512", "1K", "1.5K", "2K");
        assertThat(model.aspectRatios()).extracting(AspectRatio::ratio).containsExactly("1:1", "16:9");
        assertThat(model.exactSizes().listed()).containsExactly(new PixelSize(1024, 1024), new PixelSize(2048, 1024));
        assertThat(model.exactSizes().free()).isFalse();
        assertThat(model.qualities()).containsExactly("low", "high");
        assertThat(model.outputFormats()).containsExactly("png");
        assertThat(model.outputCompression()).isTrue();
        assertThat(model.backgrounds()).as("a descriptor of an unknown type").isEmpty();
        assertThat(model.references().max()).isEqualTo(4);
        assertThat(model.references().min()).isEqualTo(1);
        assertThat(model.modes()).containsExactly("image-to-image");
        assertThat(model.pictures().perCall()).isEqualTo(3);
        assertThat(model.maxPartialImages()).isEqualTo(3);
        assertThat(model.price().perPicture()).isEqualTo(Amount.of("0.05"));
        assertThat(model.price().perTier()).containsEntry("4K", Amount.of("0.12"));
        assertThat(model.price().inputTokensPerMillion()).isEqualTo(Amount.of("0.3"));
        assertThat(model.price().note().en()).contains("0.03–0.05 USD");
        assertThat(upstream.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsExactly("/v1/images/models", "/v1/images/models/made-up/painter-x/endpoints");
    }

    @Test
    void aModelWithoutParametersIsLeftToTheRegistry() {
        upstream.then(wire -> wire.json(200, MODELS), wire -> wire.json(404, "{}"));
        ModelEntry entry = discovery.describe(connection, "made-up/silent").orElseThrow();
        ModelCapabilities model = registry.of(
                Protocol.OPENROUTER_IMAGES,
                "made-up/silent",
                registry.carriedBy(Protocol.OPENROUTER_IMAGES),
                Optional.of(entry));
        assertThat(model.aspectRatios()).isNotEmpty();
        assertThat(model.price()).isNull();
    }

    @Test
    void theListIsAskedForOnceAnHourAndForEachKey() {
        upstream.then(wire -> wire.json(200, MODELS));
        for (int i = 0; i < 3; i++) {
            assertThat(discovery.find(connection, "made-up/silent")).isPresent();
            assertThat(discovery.find(connection, "made-up/other")).isEmpty();
        }
        assertThat(upstream.requests()).hasSize(1);
        Connection other = new Connection(
                "d", "D", connection.endpoint(), "sk-or-other", Protocol.OPENROUTER_IMAGES, Connection.BY_HOST);
        discovery.find(other, "made-up/silent");
        assertThat(upstream.requests()).hasSize(2);
        pass(Duration.ofMinutes(61));
        discovery.find(connection, "made-up/silent");
        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void aListThatCannotBeHadIsAskedForAgainAfterAMinute() {
        upstream.then(wire -> wire.json(401, "{}"), wire -> wire.json(200, MODELS));
        assertThat(discovery.find(connection, "made-up/silent")).isEmpty();
        pass(Duration.ofSeconds(50));
        assertThat(discovery.find(connection, "made-up/silent")).isEmpty();
        assertThat(upstream.requests()).hasSize(1);
        pass(Duration.ofSeconds(11));
        assertThat(discovery.find(connection, "made-up/silent")).isPresent();
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void thoseWhoAskAtTheSameTimeWaitForOneRequest() throws Exception {
        CountDownLatch all = new CountDownLatch(8);
        upstream.then(wire -> {
            all.await();
            wire.json(200, MODELS);
        });
        List<Boolean> found = new CopyOnWriteArrayList<>();
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            askers.add(Thread.ofVirtual().start(() -> {
                all.countDown();
                found.add(discovery.find(connection, "made-up/silent").isPresent());
            }));
        }
        for (Thread asker : askers) {
            asker.join();
        }
        assertThat(found).hasSize(8).containsOnly(true);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void anUpstreamThatIsSilentIsGivenUpSoon() {
        upstream.then(wire -> wire.hang());
        long start = System.nanoTime();
        assertThat(discovery.find(connection, "made-up/silent")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void aPricePerMegapixelIsToldForEachTier() {
        upstream.then(wire -> wire.json(200, MODELS), wire -> wire.json(200, """
                        {"data":{"endpoints":[{"pricing":[{"billable":"output_image","unit":"megapixel","cost_usd":"0.01"}]}]}}"""));
        ModelEntry entry = discovery.describe(connection, "made-up/silent").orElseThrow();
        ModelCapabilities model = registry.of(
                Protocol.OPENROUTER_IMAGES,
                "made-up/silent",
                registry.carriedBy(Protocol.OPENROUTER_IMAGES),
                Optional.of(entry));
        assertThat(model.price().perTier())
                .containsEntry("1K", Amount.of("0.01048576"))
                .containsEntry("4K", Amount.of("0.16777216"));
        assertThat(model.price().note().zh()).contains("百万像素");
    }
}
