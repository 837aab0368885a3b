package studio.upstream.asynctask;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import studio.model.Protocol;
import studio.upstream.ImageProvider;
import studio.upstream.dialect.Dialects;
import studio.upstream.transport.UpstreamCalls;

/** Makes the adapters of the protocols with tasks. */
class TaskProviders {

    /** Providers and relays whose answer is a task: Black Forest Labs, APIMart, sub2api and what resembles them. */
    @Produces
    @Singleton
    ImageProvider asyncTasks(UpstreamCalls calls, Dialects dialects) {
        return new TaskProvider(Protocol.ASYNC_TASKS, calls, dialects, null);
    }

    /** Alibaba's native form (DashScope, Model Studio): some models answer at once, others with a task. */
    @Produces
    @Singleton
    ImageProvider dashScope(UpstreamCalls calls, Dialects dialects) {
        return new TaskProvider(Protocol.DASHSCOPE, calls, dialects, null);
    }
}
