package studio.upstream.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code generateContent}; one call makes one picture, as the API has no count. */
@Singleton
class GeminiProvider implements ImageProvider {
    private final GeminiClient client;
    private final UpstreamCalls calls;

    GeminiProvider(@RestClient GeminiClient client, UpstreamCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    @Override
    public Protocol protocol() {
        return Protocol.GEMINI;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        URI url = GeminiEndpoint.of(connection.endpoint()).generate(request.model());
        return calls.paid(
                connection,
                exchange,
                Billing.FAILURES_MAY_COST,
                folder -> new PaidPost(
                        url, connection.apiKey(), GeminiRequestFile.write(request, folder), "application/json"),
                client::generate);
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        return GeminiModels.all(GeminiEndpoint.of(connection.endpoint()), url -> get(connection, url));
    }

    /** Asks for the model by name, then for the list: a model that is not there is told apart from an API that is not. */
    @Override
    public ConnectionCheck check(Connection connection, String model) {
        List<UpstreamModel> wanted = named(connection, model);
        List<UpstreamModel> all = listed(connection, wanted);
        ConnectionCheck check = ConnectionCheck.of(all, ModelNames.id(model), null);
        return wanted.isEmpty() ? check : check.withModel();
    }

    private List<UpstreamModel> named(Connection connection, String model) {
        try {
            JsonNode entry =
                    get(connection, GeminiEndpoint.of(connection.endpoint()).model(model));
            UpstreamModel found = GeminiModels.model(entry);
            return found == null ? List.of() : List.of(found);
        } catch (UpstreamException nothingThere) {
            return none(nothingThere);
        }
    }

    private List<UpstreamModel> listed(Connection connection, List<UpstreamModel> wanted) {
        try {
            return models(connection);
        } catch (UpstreamException noList) {
            none(noList);
            if (wanted.isEmpty()) {
                throw new UpstreamException(FailureCode.WRONG_PATH, Outcome.FINAL, noList.told(), noList);
            }
            return wanted;
        }
    }

    /** Nothing of the kind at this address; every other failure says something of the connection. */
    private static List<UpstreamModel> none(UpstreamException failure) {
        boolean nothing = failure.status() == 404
                || failure.status() == 405
                || failure.failure() == FailureCode.UNREADABLE_ANSWER
                || failure.failure() == FailureCode.WRONG_PATH;
        if (!nothing) {
            throw failure;
        }
        return List.of();
    }

    private JsonNode get(Connection connection, URI url) {
        return calls.free(connection, call -> client.models(call, url, connection.apiKey()));
    }
}
