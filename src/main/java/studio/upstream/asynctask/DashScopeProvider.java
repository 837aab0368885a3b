package studio.upstream.asynctask;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import studio.model.Protocol;
import studio.upstream.dialect.Dialects;
import studio.upstream.transport.UpstreamCalls;

/** Alibaba's native form (DashScope, Model Studio): some models answer at once, others with a task. */
@Singleton
class DashScopeProvider extends SubmitAndAwait {
    DashScopeProvider(@RestClient AsyncTaskClient client, UpstreamCalls calls, Dialects dialects) {
        super(client, calls, dialects);
    }

    @Override
    public Protocol protocol() {
        return Protocol.DASHSCOPE;
    }
}
