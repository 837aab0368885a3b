package studio.upstream.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import studio.model.PictureOptions;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.upstream.Answer;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamModel;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ChatProviderTest extends ProviderScene {
    @Test
    void aPromptBecomesAPicture() throws Exception {
        upstream.then(wire -> wire.json(200, ChatFixture.answer(PNG), "X-Generation-Id: gen-9"));
        TaskExchange exchange = ChatFixture.exchange(folder, 10_000);

        Answer answer =
                ChatFixture.provider(client, vertx, 1, false).generate(ChatFixture.request(upstream.base()), exchange);

        assertThat(answer.candidates()).hasSize(1);
        Answer.StoredPicture picture =
                (Answer.StoredPicture) answer.candidates().getFirst();
        assertThat(Files.readAllBytes(picture.file())).isEqualTo(PNG);
        assertThat(picture.file()).hasParent(folder);
        assertThat(answer.text()).isEqualTo("Here it is.");
        assertThat(answer.details().model()).isEqualTo("m-1");
        assertThat(answer.details().requestId()).isEqualTo("gen-9");
        assertThat(answer.details().usage().path("cost").asDouble()).isEqualTo(0.01);
        assertThat(exchange.events).containsExactly("starts 1", "answer 200 gen-9");

        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /v1/chat/completions");
        assertThat(sent.headers())
                .containsEntry("authorization", "Bearer ***")
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", Integer.toString(sent.body().length))
                .doesNotContainKeys("http-referer", "x-openrouter-title", "transfer-encoding", "cookie");
        JsonNode body = new ObjectMapper().readTree(sent.body());
        assertThat(body.at("/messages/0/content").asText()).isEqualTo("一只小船");
        assertThat(body.path("modalities").toString()).isEqualTo("[\"image\",\"text\"]");
        assertThat(body.path("stream").booleanValue()).isFalse();
        assertThat(body.has("image_config")).isFalse();
        assertThat(body.has("tools")).isFalse();
    }

    @Test
    void referencesAndOptionsGoAlong() throws Exception {
        upstream.then(wire -> wire.json(200, ChatFixture.answer(PNG)));
        Path one = Files.write(folder.resolve("one.png"), png(2));
        ImageRequest request = new ImageRequest(
                ChatFixture.connection(upstream.base() + "/chat/completions?api-version=1"),
                "black-forest-labs/flux-2",
                "p \"quoted\"",
                List.of(
                        new ImageRequest.Reference(one, "image/png", Files.size(one)),
                        new ImageRequest.Reference(one, "image/jpeg", Files.size(one))),
                null,
                1,
                new PictureOptions("16:9", "512", null, "high", "webp", null, null, null, true, 0));

        ChatFixture.provider(client, vertx, 1, false).generate(request, ChatFixture.exchange(folder, 10_000));

        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.target()).isEqualTo("/v1/chat/completions?api-version=1");
        JsonNode body = new ObjectMapper().readTree(sent.body());
        assertThat(body.at("/messages/0/content/0/text").asText()).isEqualTo("p \"quoted\"");
        assertThat(body.at("/messages/0/content/1/image_url/url").asText())
                .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(one)));
        assertThat(body.at("/messages/0/content/2/image_url/url").asText()).startsWith("data:image/jpeg;base64,");
        assertThat(body.path("modalities").toString()).isEqualTo("[\"image\"]");
        assertThat(body.path("image_config").toString()).isEqualTo("""
                        {"aspect_ratio":"16:9","image_size":"0.5K","quality":"high","output_format":"webp"}""");
        assertThat(body.at("/tools/0/function/name").asText()).isEqualTo("googleSearch");
    }

    @Test
    void nothingButTheDeadlineEndsALongSilence() throws Exception {
        upstream.then(wire -> {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(1_300);
            byte[] body = ChatFixture.answer(PNG).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            wire.head(200, "application/json", body.length);
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(1_300);
            wire.write(body);
        });
        Answer answer = ChatFixture.provider(client, vertx, 0, false)
                .generate(ChatFixture.request(upstream.base()), ChatFixture.exchange(folder, 30_000));
        assertThat(answer.candidates()).hasSize(1);

        Config config = ConfigProvider.getConfig();
        assertThat(config.getValue("quarkus.rest-client.upstream.read-timeout", Long.class))
                .as("the client's own limit, in ms, beyond any UPSTREAM_TIMEOUT_MS")
                .isGreaterThanOrEqualTo(24 * 3_600_000L);
        assertThat(config.getValue("studio.upstream.timeout", Long.class))
                .isEqualTo(config.getOptionalValue("UPSTREAM_TIMEOUT_MS", Long.class)
                        .orElse(180_000L));
    }

    @Test
    void everyPaidCallHasAConnectionOfItsOwn() throws Exception {
        upstream.then(wire -> wire.json(200, ChatFixture.answer(PNG)));
        for (int i = 0; i < 3; i++) {
            ChatFixture.provider(client, vertx, 1, false)
                    .generate(
                            ChatFixture.request(upstream.base()),
                            ChatFixture.exchange(folder.resolve("t" + i), 10_000));
        }
        assertThat(upstream.posts()).isEqualTo(3);
        assertThat(upstream.connections()).isEqualTo(3);
    }

    @Test
    void largeBodiesArriveWhole() throws Exception {
        byte[] large = new byte[30_000_000];
        new java.util.Random(7).nextBytes(large);
        System.arraycopy(PNG, 0, large, 0, 8);
        upstream.then(wire -> wire.json(200, ChatFixture.answer(large)));
        for (int i = 0; i < 4; i++) {
            Answer answer = ChatFixture.provider(client, vertx, 1, false)
                    .generate(
                            ChatFixture.request(upstream.base()),
                            ChatFixture.exchange(folder.resolve("t" + i), 60_000));
            Path file = ((Answer.StoredPicture) answer.candidates().getFirst()).file();
            assertThat(Files.mismatch(file, Files.write(folder.resolve("large"), large)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void modelsComeWithTheImageCapableFirst() {
        upstream.then(wire -> wire.json(200, """
                {"data":[{"id":"a/words","name":"Words","architecture":{"output_modalities":["text"]}},
                 {"id":"b/pictures","architecture":{"output_modalities":["image","text"]},"pricing":{"image":"0.1"}},
                 {"id":"c/gpt-image-3"},{"name":"","id":""},"d/plain"]}"""));

        List<UpstreamModel> models =
                ChatFixture.provider(client, vertx, 1, false).models(ChatFixture.connection(upstream.base()));

        assertThat(models)
                .extracting(UpstreamModel::id)
                .containsExactly("b/pictures", "c/gpt-image-3", "a/words", "d/plain");
        assertThat(models.getFirst().upstream()).containsKey("pricing");
        assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1/models");
    }

    @Test
    void fourLargeAnswersAtOnceStayApart() throws Exception {
        upstream.then(wire ->
                wire.json(200, ChatFixture.answer(png(wire.request().text().hashCode()))));
        List<Thread> workers = new ArrayList<>();
        List<String> digests = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int i = 0; i < 40; i++) {
            Path own = folder.resolve("w" + i);
            workers.add(Thread.ofVirtual().start(() -> {
                try {
                    digests.add(studio.files.Sha256.hex(((Answer.StoredPicture) ChatFixture.provider(
                                            client, vertx, 1, false)
                                    .generate(ChatFixture.request(upstream.base()), ChatFixture.exchange(own, 30_000))
                                    .candidates()
                                    .getFirst())
                            .file()));
                } catch (Exception e) {
                    digests.add(e.toString());
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(digests).hasSize(40).containsOnly(digests.getFirst()).allMatch(d -> d.matches("[0-9a-f]{64}"));
    }
}
