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

/** What may go wrong with a submission; a question for the result is free, see {@link AsyncTasksTest}. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class TaskFaultsTest extends FaultsConformance {
    @Override
    protected ImageProvider provider(UpstreamCalls calls) {
        return new TaskProvider(Protocol.ASYNC_TASKS, calls, new Dialects(), Duration.ofMillis(10));
    }

    @Override
    protected ImageRequest request(String endpoint) {
        return TasksFixture.request(
                TasksFixture.connection(endpoint, Protocol.ASYNC_TASKS, "tasks"), "m", 1, PictureOptions.NONE);
    }

    @Override
    protected String answer() {
        return "{\"id\":\"t-1\",\"status\":\"completed\",\"data\":[{\"b64_json\":\"" + base64(PNG) + "\"}]}";
    }
}
