package studio.testing;

import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that Quarkus has started, and a client that is signed in. */
public abstract class SignedInScene {
    @TestHTTPResource
    protected URI root;

    protected Client client;

    @BeforeEach
    protected void signIn() throws Exception {
        client = Client.of(root);
    }

    @AfterEach
    protected void leave() {
        client.close();
    }
}
