package studio.upstream.asynctask;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import studio.model.Protocol;
import studio.upstream.dialect.Dialects;
import studio.upstream.transport.UpstreamCalls;

/** Providers and relays whose answer is a task: Black Forest Labs, APIMart, sub2api and what resembles them. */
@Singleton
class AsyncTasksProvider extends SubmitAndAwait {
    AsyncTasksProvider(@RestClient AsyncTaskClient client, UpstreamCalls calls, Dialects dialects) {
        super(client, calls, dialects);
    }

    @Override
    public Protocol protocol() {
        return Protocol.ASYNC_TASKS;
    }
}
