package studio.upstream.chat;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.ApiBase;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.ModelList;
import studio.upstream.PaidPost;
import studio.upstream.UpstreamCall;
import studio.upstream.UpstreamCalls;
import studio.upstream.UpstreamModel;

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
        try {
            Path body = ChatRequestFile.write(request, exchange.folder());
            try {
                PaidPost post = new PaidPost(url, connection.apiKey(), body, "application/json");
                return calls.paid(connection, exchange, call -> generate(call, post));
            } finally {
                Files.deleteIfExists(body);
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    private Answer generate(UpstreamCall<Answer> call, PaidPost post) {
        try {
            return client.generate(call, post);
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        URI url = ApiBase.of(connection.endpoint()).at("/models");
        String authorization = PaidPost.bearer(connection.apiKey());
        return ModelList.read(calls.free(connection, call -> client.models(call, url, authorization)));
    }
}
