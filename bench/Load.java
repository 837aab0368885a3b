import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** Asks as fast as the answers come, over a fixed number of kept connections. */
final class Load {
    /** @param cpuMillis processor time of the server for one request */
    record Result(double perSecond, double cpuMillis) {}

    private Load() {}

    /**
     * @param paths the path of the n-th request of a connection
     * @param seconds measured after a warm-up of the same length
     */
    static Result get(StudioServer server, IntFunction<String> paths, int connections, double seconds)
            throws IOException, InterruptedException {
        run(server, paths, connections, seconds);
        double before = server.cpuMillis();
        long start = System.nanoTime();
        long count = run(server, paths, connections, seconds);
        double taken = (System.nanoTime() - start) / 1e9;
        return new Result(count / taken, (server.cpuMillis() - before) / count);
    }

    private static long run(StudioServer server, IntFunction<String> paths, int connections, double seconds)
            throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        AtomicLong count = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread[] threads = new Thread[connections];
        for (int i = 0; i < connections; i++) {
            int connection = i;
            threads[i] = Thread.ofVirtual().start(() -> {
                try (Wire wire = new Wire(server.port)) {
                    for (int n = connection; System.nanoTime() < end; n += connections) {
                        byte[] request = Wire.request("GET", paths.apply(n), server.token, "");
                        wire.send(request, false).expect(200);
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
            throw new IllegalStateException("A request failed", failure.get());
        }
        return count.get();
    }
}
