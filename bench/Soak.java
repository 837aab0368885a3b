import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A long time of use in a short one: very many tasks, event streams that come and go, and readers that never read, with the
 * pictures deleted on the way. What grows without end shows: memory, open files, threads, the time that tasks take.
 */
final class Soak {
    private static final int BATCH = 250;
    private static final int ROWS = 20;
    private static final Pattern TASK = Pattern.compile("\"taskId\"\\s*:\\s*\"([^\"]+)\"");

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
        try (StudioServer upstream = StudioServer.upstream();
                StudioServer server = StudioServer.start(upstream.port, true, List.of("-Xmx256m"))) {
            byte[] follow = Wire.request("GET", "/api/tasks/events", server.token, "");
            for (int i = 0; i < slow; i++) {
                readers.add(opened(server, follow));
            }
            System.out.printf("%8s %10s %6s %8s %10s%n", "tasks", "resident", "files", "threads", "per task");
            for (int batch = 0; batch < batches; batch++) {
                long start = System.nanoTime();
                makePictures(server, each);
                double perTask = (System.nanoTime() - start) / 1e6 / each;
                for (int i = 0; i < streams / batches; i++) {
                    opened(server, follow).close();
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

    private static Wire opened(StudioServer server, byte[] request) throws IOException {
        Wire wire = new Wire(server.port);
        int status = wire.open(request);
        if (status != 200) {
            throw new IllegalStateException("A stream was answered with " + status);
        }
        return wire;
    }

    private static Sample sample(StudioServer server, int done, double perTask) throws IOException {
        Sample sample = new Sample(done, server.megabytes("VmRSS"), server.openFiles(), server.threads(), perTask);
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

    private static void makePictures(StudioServer server, int count) throws Exception {
        Set<String> open = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Matcher id = TASK.matcher(
                    server.post("/api/generate/task", "{\"configId\":\"bench\",\"prompt\":\"a lake at sunset\"}")
                            .expect(202)
                            .body());
            if (id.find()) {
                open.add(id.group(1));
            }
        }
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!open.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(open.size() + " tasks did not end in five minutes");
            }
            String body =
                    server.get("/api/tasks?status=active&limit=500").expect(200).body();
            open.removeIf(id -> !body.contains(id));
            Thread.sleep(50);
        }
    }

    private static void deleteAll(StudioServer server) throws IOException {
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
