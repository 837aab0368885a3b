package studio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;
import studio.web.event.EventStreams;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class EventStreamsTest {
    private final EventStreams streams;

    EventStreamsTest(EventStreams streams) {
        this.streams = streams;
    }

    private static String get() {
        return "GET /probe/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n"
                + "Authorization: " + SignedIn.bearer() + "\r\n\r\n";
    }

    @Test
    void aStreamStartsAtOnceWithHeadersThatNoProxyBuffers() throws IOException {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            String begin = http.send(get()).until("data:{\"size\":1}\n\n");
            assertThat(begin).contains("id:1\nevent:hello\n");
            assertThat(begin.toLowerCase(Locale.ROOT))
                    .startsWith("http/1.1 200 ")
                    .contains("content-type: text/event-stream")
                    .contains("cache-control: no-cache, no-transform")
                    .contains("x-accel-buffering: no")
                    .doesNotContain("content-encoding: gzip");
        }
        await().until(() -> streams.count() == 0);
    }

    @Test
    void everyReaderGetsWhatIsSent() throws IOException {
        try (RawHttp one = new RawHttp(RestAssured.port);
                RawHttp other = new RawHttp(RestAssured.port)) {
            one.send(get()).until("data:{\"size\":1}\n\n");
            other.send(get()).until("data:{\"size\":1}\n\n");
            ProbeResource.FEED.forEach(stream -> stream.send("2", "part", new ProbeResource.Part(2)));
            assertThat(one.until("data:{\"size\":2}\n\n")).contains("event:part");
            assertThat(other.until("data:{\"size\":2}\n\n")).contains("event:part");
        }
        await().until(() -> streams.count() == 0);
    }

    @Test
    void aReaderThatDoesNotReadIsDropped() throws IOException {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.send(get()).until("data:{\"size\":1}\n\n");
            assertThat(ProbeResource.FEED.size()).isEqualTo(1);
            ProbeResource.Body big = new ProbeResource.Body("x".repeat(200_000), null, null, null, null);
            await().until(() -> {
                for (int i = 0; i < 100; i++) {
                    ProbeResource.FEED.forEach(stream -> stream.send(null, "big", big));
                }
                return ProbeResource.FEED.isEmpty();
            });
            assertThat(streams.count()).isZero();
        }
    }
}
