import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Asks as fast as the answers come, over a fixed number of kept connections. */
final class Load {
    /** @param cpuMillis processor time of the server for one request */
    record Result(double perSecond, double cpuMillis) {}

    private final Server server;
    private final List<byte[]> requests;
    private final int connections;

    /** @param paths asked for in turn */
    Load(Server server, List<String> paths, int connections) {
        this.server = server;
        this.requests = paths.stream()
                .map(path -> Wire.request("GET", path, server.token, ""))
                .toList();
        this.connections = connections;
    }

    /** @throws IllegalStateException when an answer has another status than 200 */
    Result run(double seconds) throws IOException, InterruptedException {
        double before = Cost.of(server.pid).cpuMillis();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        AtomicLong count = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread[] threads = new Thread[connections];
        for (int i = 0; i < connections; i++) {
            int connection = i;
            threads[i] = Thread.ofVirtual().start(() -> {
                try (Wire wire = new Wire(server.port)) {
                    for (int n = connection; System.nanoTime() < end; n += connections) {
                        wire.send(requests.get(n % requests.size()), false).expect(200);
                        count.incrementAndGet();
                    }
                } catch (IOException | RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A request failed: " + failure.get().getMessage(), failure.get());
        }
        double taken = (System.nanoTime() - start) / 1e9;
        return new Result(count.get() / taken, (Cost.of(server.pid).cpuMillis() - before) / count.get());
    }
}
