package studio.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A real TLS server whose certificate nobody has signed but itself. */
public final class SelfSigned implements AutoCloseable {
    private final SSLServerSocket server;

    /** @param folder for its key store */
    public SelfSigned(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        KeyStore keys = OwnCertificate.in(folder);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, OwnCertificate.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::shakeHands);
    }

    public String base() {
        return "https://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    private void shakeHands() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
            } catch (IOException refusedOrClosed) {
                // The client's refusal is what is tested.
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
