package studio.upstream.asynctask;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.testing.FreshFolders;
import studio.upstream.FaultsConformance;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.dialect.Dialects;
import studio.upstream.transport.UpstreamCalls;

/** A model of Alibaba's that answers at once; the other ones are asked as in {@link TaskFaultsTest}. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class DashScopeFaultsTest extends FaultsConformance {
    @Override
    protected ImageProvider provider(UpstreamCalls calls) {
        return new TaskProvider(Protocol.DASHSCOPE, calls, new Dialects(), Duration.ofMillis(10));
    }

    @Override
    protected ImageRequest request(String endpoint) {
        return TasksFixture.request(
                TasksFixture.connection(endpoint.replace("/v1", "/api/v1"), Protocol.DASHSCOPE, "auto"),
                "qwen-image-2.0-pro",
                1,
                PictureOptions.NONE);
    }

    @Override
    protected boolean failuresAreFree() {
        return true;
    }

    @Override
    protected String answer() {
        return "{\"output\":{\"choices\":[{\"message\":{\"content\":[{\"image\":\"data:image/png;base64," + base64(PNG)
                + "\"}]}}]}}";
    }
}
