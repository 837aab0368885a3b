package studio.proof;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import studio.testing.OwnCertificate;

/**
 * A real nginx with {@code config/nginx.conf.example} as people copy it; only ports, certificate and, where a test says so, the
 * lines that the example tells people to change are others.
 */
final class Nginx implements AutoCloseable {
    static final Path EXAMPLE = Path.of("config/nginx.conf.example");

    private static final String CERTIFICATES = "/etc/letsencrypt/live/studio.example.com/";

    private final Path folder;
    private final int http = freePort();
    private final int https = freePort();
    private final KeyStore trusted = KeyStore.getInstance("PKCS12");
    private Process process;

    Nginx(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path base = Files.createDirectories(Path.of("target", "proof").toAbsolutePath());
        folder = Files.createTempDirectory(base, name + "-");
        makeCertificate();
    }

    /** The example with this nginx's ports and certificate and that studio behind it. */
    String site(int studio) throws IOException {
        return certified(Files.readString(EXAMPLE))
                .replace("127.0.0.1:51130", "127.0.0.1:" + studio)
                .replaceAll("(?m)^    listen \\[::].*\\R", "")
                .replace("listen 80;", "listen 127.0.0.1:" + http + ";")
                .replace("listen 443 ", "listen 127.0.0.1:" + https + " ");
    }

    /** What {@code nginx -t} says of a site; empty when it is content. */
    String complaints(String site) throws IOException, InterruptedException {
        Process test = command(write(site), "-t").redirectErrorStream(true).start();
        String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return test.waitFor() == 0 && !said.contains("[warn]") ? "" : said;
    }

    String certified(String site) {
        return site.replace(CERTIFICATES, folder + "/");
    }

    Nginx start(String site) throws IOException, InterruptedException {
        process = command(write(site))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.log").toFile())
                .start();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < limit && process.isAlive()) {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), https)) {
                return this;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IOException("nginx did not start: " + Files.readString(folder.resolve("console.log")));
    }

    String base() {
        return "https://127.0.0.1:" + https;
    }

    String plainBase() {
        return "http://127.0.0.1:" + http;
    }

    /** A browser that trusts the certificate and comes from that address of this machine, for example {@code 127.0.0.2}. */
    HttpClient browser(String address) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_2)
                .localAddress(InetAddress.getByName(address))
                .build();
    }

    private ProcessBuilder command(Path file, String... more) throws IOException, InterruptedException {
        Process finder = new ProcessBuilder("sh", "src/main/scripts/nginx.sh").start();
        String program = new String(finder.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (finder.waitFor() != 0) {
            throw new AssertionError(new String(finder.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        List<String> words = new java.util.ArrayList<>(
                List.of(program, "-p", folder.toString(), "-e", "stderr", "-c", file.toString()));
        words.addAll(List.of(more));
        return new ProcessBuilder(words);
    }

    /** What Debian's own nginx.conf says around a site, as far as it matters. */
    private Path write(String site) throws IOException {
        Path file = folder.resolve("nginx.conf");
        Files.writeString(folder.resolve("site.conf"), site);
        Files.writeString(file, """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 256; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    sendfile on;
                    gzip on;
                    gzip_types text/event-stream application/json;
                    include %1$s/site.conf;
                }
                """.formatted(folder));
        return file;
    }

    private void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        KeyStore keys = OwnCertificate.in(folder);
        pem(
                "fullchain.pem",
                "CERTIFICATE",
                keys.getCertificate(OwnCertificate.ALIAS).getEncoded());
        pem(
                "privkey.pem",
                "PRIVATE KEY",
                keys.getKey(OwnCertificate.ALIAS, OwnCertificate.PASSWORD.toCharArray())
                        .getEncoded());
        trusted.load(null, null);
        trusted.setCertificateEntry("trusted", keys.getCertificate(OwnCertificate.ALIAS));
    }

    private void pem(String name, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
