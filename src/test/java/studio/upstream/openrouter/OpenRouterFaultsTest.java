package studio.upstream.openrouter;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import studio.testing.FreshFolders;
import studio.upstream.FaultsConformance;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.transport.UpstreamCalls;

/** A form whose failures are free. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class OpenRouterFaultsTest extends FaultsConformance {
    @Override
    protected ImageProvider provider(UpstreamCalls calls) {
        return new OpenRouterProvider(calls, new Discovery(calls, Ticker.systemTicker()));
    }

    @Override
    protected ImageRequest request(String endpoint) {
        return OpenRouterFixture.request(endpoint);
    }

    @Override
    protected String answer() {
        return OpenRouterFixture.answer(PNG);
    }

    @Override
    protected boolean failuresAreFree() {
        return true;
    }
}
