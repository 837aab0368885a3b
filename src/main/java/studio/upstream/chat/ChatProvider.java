package studio.upstream.chat;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.Hosts;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.RequestFile;
import studio.upstream.transport.Target;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code POST /chat/completions}: OpenRouter and the relays that copy it. */
@Singleton
class ChatProvider implements ImageProvider {
    private final UpstreamCalls calls;

    ChatProvider(UpstreamCalls calls) {
        this.calls = calls;
    }

    @Override
    public Protocol protocol() {
        return Protocol.OPENAI_CHAT;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        URI url = ApiBase.of(connection.endpoint()).at("/chat/completions");
        Target target = Target.bearer(connection, url)
                .with("X-OpenRouter-Title", Hosts.openRouter(url) ? "Image Studio" : null);
        return calls.paid(
                target,
                exchange,
                Billing.FAILURES_MAY_COST,
                folder -> RequestFile.write(folder, ChatRequest.json(request)));
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        URI url = ApiBase.of(connection.endpoint()).at("/models");
        return ModelList.read(calls.json(Target.bearer(connection, url)));
    }
}
