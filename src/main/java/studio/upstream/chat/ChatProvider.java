package studio.upstream.chat;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code POST /chat/completions}: OpenRouter and the relays that copy it. */
@Singleton
class ChatProvider implements ImageProvider {
    private final ChatClient client;
    private final UpstreamCalls calls;

    ChatProvider(@RestClient ChatClient client, UpstreamCalls calls) {
        this.client = client;
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
        return calls.paid(
                connection,
                exchange,
                Billing.FAILURES_MAY_COST,
                folder -> new PaidPost(
                        url, connection.apiKey(), ChatRequestFile.write(request, folder), "application/json"),
                client::generate);
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        URI url = ApiBase.of(connection.endpoint()).at("/models");
        String authorization = PaidPost.bearer(connection.apiKey());
        return ModelList.read(calls.free(connection, call -> client.models(call, url, authorization)));
    }
}
