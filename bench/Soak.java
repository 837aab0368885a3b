import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A long time of use in a short one: very many tasks, event streams that come and go, and readers that never read, with the
 * pictures deleted on the way. What grows without end shows: memory, open files, threads, the time that tasks take.
 */
final class Soak {
    private static final int BATCH = 250;
    private static final int ROWS = 20;

    private final int tasks;
    private final int streams;
    private final int slow;

    Soak(int tasks, int streams, int slow) {
        this.tasks = tasks;
        this.streams = streams;
        this.slow = slow;
    }

    private record Sample(int done, double resident, int files, int threads, double perTask) {}

    /** @return whether everything stayed as it was once the server was warm */
    boolean run() throws Exception {
        int batches = Math.max(ROWS, tasks / BATCH);
        int each = Math.max(1, tasks / batches);
        List<Sample> samples = new ArrayList<>();
        List<Wire> readers = new ArrayList<>();
        try (Upstream upstream = new Upstream();
                Server server = Server.start(upstream.port, 0, "-Xmx256m")) {
            byte[] follow = Wire.request("GET", "/api/tasks/events", server.token, "");
            for (int i = 0; i < slow; i++) {
                readers.add(Wire.open(server.port, follow));
            }
            System.out.printf("%8s %10s %6s %8s %10s%n", "tasks", "resident", "files", "threads", "per task");
            for (int batch = 0; batch < batches; batch++) {
                double perTask = server.tasks(Picture.ONE, each) * 1000 / each;
                for (int i = 0; i < streams / batches; i++) {
                    Wire.open(server.port, follow).close();
                }
                deleteAll(server);
                if ((batch + 1) % Math.max(1, batches / ROWS) == 0) {
                    samples.add(sample(server, (batch + 1) * each, perTask));
                }
            }
            for (Wire reader : readers) {
                reader.close();
            }
        }
        return flat(samples);
    }

    private static Sample sample(Server server, int done, double perTask) throws IOException {
        Sample sample = new Sample(
                done, Cost.resident(server.pid), Cost.count(server.pid, "fd"), Cost.count(server.pid, "task"), perTask);
        System.out.printf(
                Locale.ROOT,
                "%8d %7.0f MB %6d %8d %7.1f ms%n",
                sample.done(),
                sample.resident(),
                sample.files(),
                sample.threads(),
                sample.perTask());
        return sample;
    }

    private static void deleteAll(Server server) throws IOException {
        while (true) {
            Set<String> ids = server.entryIds(100);
            if (ids.isEmpty()) {
                break;
            }
            server.post("/api/gallery/delete", "{\"ids\":[" + String.join(",", ids) + "]}")
                    .expect(200);
        }
        Wire.call(server.port, "DELETE", "/api/gallery/trash", server.token, "").expect(200);
    }

    /** The first fifth is warming up; what follows may differ by what garbage collection makes of it. */
    private static boolean flat(List<Sample> samples) {
        List<Sample> warm = samples.subList(samples.size() / 5, samples.size());
        List<Sample> early = warm.subList(0, warm.size() / 4 + 1);
        List<Sample> late = warm.subList(warm.size() - warm.size() / 4 - 1, warm.size());
        double resident = median(late, Sample::resident) / median(early, Sample::resident);
        double time = median(late, Sample::perTask) / median(early, Sample::perTask);
        double files = median(late, Sample::files) - median(early, Sample::files);
        double threads = median(late, Sample::threads) - median(early, Sample::threads);
        System.out.printf(
                Locale.ROOT,
                "%nlate against early: resident x%.2f, time x%.2f, files %+.0f, threads %+.0f%n",
                resident,
                time,
                files,
                threads);
        return resident < 1.15 && time < 1.5 && files < 20 && threads < 20;
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
        double[] values = samples.stream().mapToDouble(of).sorted().toArray();
        return values[values.length / 2];
    }
}
