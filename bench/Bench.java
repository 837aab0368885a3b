import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the measures and prints medians. Started by {@code bench/run.sh}. */
final class Bench {
    private static final boolean QUICK = !System.getProperty("bench.quick", "").isEmpty();
    private static final boolean NATIVE =
            !System.getProperty("bench.native", "").isEmpty();
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TASK = Pattern.compile("\"taskId\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"([a-z]+)\"");

    private final List<String[]> table = new ArrayList<>();
    /** Medians of times, of which less is better. */
    private final Map<String, Double> times = new TreeMap<>();

    public static void main(String[] args) throws Exception {
        Set<String> chosen = args.length == 0
                ? Set.of("start", "session", "gallery", "large", "pipeline", "streams")
                : Set.copyOf(Arrays.asList(args));
        if (chosen.contains("soak")) {
            int tasks = Integer.getInteger("bench.tasks", QUICK ? 200 : 50_000);
            System.exit(new Soak(tasks, tasks * 2 / 5, QUICK ? 10 : 100).run() ? 0 : 1);
        }
        Bench bench = new Bench();
        if (chosen.contains("start")) {
            bench.start();
        }
        if (chosen.contains("session") || chosen.contains("gallery")) {
            bench.reads(chosen);
        }
        if (chosen.contains("large")) {
            new LargeGallery(QUICK ? 2_000 : 100_000, QUICK ? 2 : 5, bench::add).measure();
        }
        if (chosen.contains("pipeline")) {
            bench.pipeline();
        }
        if (chosen.contains("streams")) {
            bench.streams();
        }
        bench.print();
        bench.keep();
    }

    private void start() throws Exception {
        int runs = QUICK ? 2 : 7;
        double[] with = new double[runs];
        double[] cpu = new double[runs];
        double[] idle = new double[runs];
        for (int i = 0; i < runs; i++) {
            try (StudioServer server = StudioServer.start()) {
                with[i] = server.startMillis;
                cpu[i] = server.startCpuMillis;
                idle[i] = server.megabytes("VmRSS");
            }
        }
        add(NATIVE ? "start to ready, native" : "start to ready, AOT cache", with, "ms");
        add("start, processor time", cpu, "ms");
        add("resident after the start", idle, "MB");
        if (!NATIVE) {
            double[] without = new double[runs];
            for (int i = 0; i < runs; i++) {
                try (StudioServer server = StudioServer.start(0, false, List.of())) {
                    without[i] = server.startMillis;
                }
            }
            add("start to ready, no cache", without, "ms");
        }
    }

    private void reads(Set<String> chosen) throws Exception {
        int runs = QUICK ? 1 : 5;
        double seconds = QUICK ? 1 : 2;
        try (StudioServer server = StudioServer.start()) {
            if (chosen.contains("session")) {
                Load.Result[] results = measure(server, List.of("/api/session"), 32, seconds, runs);
                add("GET /api/session, 32 connections", values(results, false), "req/s");
                add("GET /api/session, processor time", values(results, true), "ms/req");
            }
            if (chosen.contains("gallery")) {
                int entries = QUICK ? 10_000 : 100_000;
                Seed.gallery(server.folder.resolve("data"), entries);
                String of = ", page of 50 of " + entries;
                Load.Result[] first = measure(server, List.of("/api/gallery?limit=50"), 8, seconds, runs);
                add("gallery first" + of, values(first, true), "ms/req");
                add("gallery first" + of, values(first, false), "req/s");
                add("gallery deeper" + of, values(measure(server, cursors(server), 8, seconds, runs), true), "ms/req");
                List<String> filtered = List.of("/api/gallery?limit=50&model=model-1&configId=bench-1");
                add("gallery filtered" + of, values(measure(server, filtered, 4, seconds, runs), true), "ms/req");
                List<String> facets = List.of("/api/gallery/facets");
                add("gallery facets" + of, values(measure(server, facets, 4, seconds, runs), true), "ms/req");
                List<String> searches = List.of("/api/gallery?limit=50&q=dragon", "/api/gallery?limit=50&q=%E7%8C%AB");
                add("gallery search" + of, values(measure(server, searches, 4, seconds, runs), true), "ms/req");
            }
        }
    }

    private static List<String> cursors(StudioServer server) throws IOException {
        List<String> paths = new ArrayList<>();
        String path = "/api/gallery?limit=50";
        for (int page = 0; page < 40; page++) {
            Matcher next = NEXT.matcher(server.get(path).expect(200).body());
            if (!next.find()) {
                break;
            }
            path = "/api/gallery?limit=50&cursor=" + next.group(1);
            paths.add(path);
        }
        return paths;
    }

    private static Load.Result[] measure(
            StudioServer server, List<String> paths, int connections, double seconds, int runs) throws Exception {
        Load.Result[] results = new Load.Result[runs];
        // The JVM compiles what is hot; what is asked for is how fast it is then.
        Load.get(server, n -> paths.get(n % paths.size()), connections, QUICK ? 0.5 : 5);
        for (int i = 0; i < runs; i++) {
            results[i] = Load.get(server, n -> paths.get(n % paths.size()), connections, seconds);
        }
        return results;
    }

    private static double[] values(Load.Result[] results, boolean cpu) {
        return Arrays.stream(results)
                .mapToDouble(r -> cpu ? r.cpuMillis() : r.perSecond())
                .toArray();
    }

    private void pipeline() throws Exception {
        try (StudioServer upstream = StudioServer.upstream()) {
            pipeline(upstream, "1K", "1 MP", QUICK ? 5 : 30, QUICK ? 20 : 120);
            pipeline(upstream, "4K", "4096² PNG", QUICK ? 3 : 9, QUICK ? 4 : 12);
        }
    }

    private void pipeline(StudioServer upstream, String tier, String name, int single, int many) throws Exception {
        String request = "{\"configId\":\"bench\",\"imageSize\":\"" + tier + "\",\"prompt\":\"a lake at sunset\"}";
        try (StudioServer server = StudioServer.start(upstream.port, true, List.of())) {
            // The first time it is drawn.
            server.post("/api/generate", request).expect(200);
            run(server, many, request);
            double[] millis = new double[single];
            for (int i = 0; i < single; i++) {
                long start = System.nanoTime();
                server.post("/api/generate", request).expect(200);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            add("task, " + name, millis, "ms");
            double cpu = server.cpuMillis();
            double taken = run(server, many, request);
            cpu = server.cpuMillis() - cpu;
            add(many + " tasks, four at once, " + name, new double[] {many / taken}, "tasks/s");
            add(many + " tasks, processor time, " + name, new double[] {cpu / many}, "ms/task");
            add("most resident, " + name, new double[] {server.megabytes("VmHWM")}, "MB");
        }
    }

    /** Hands in that many tasks and waits for all of them; returns the seconds it took. */
    private static double run(StudioServer server, int many, String request) throws Exception {
        long start = System.nanoTime();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String body = server.post("/api/generate/task", request).expect(202).body();
            Matcher id = TASK.matcher(body);
            if (!id.find()) {
                throw new IllegalStateException("No task id: " + body);
            }
            ids.add(id.group(1));
        }
        try (Wire wire = new Wire(server.port)) {
            for (String id : ids) {
                awaitDone(server, wire, id);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void awaitDone(StudioServer server, Wire wire, String id) throws Exception {
        byte[] request = Wire.request("GET", "/api/generate/task/" + id, server.token, "");
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (System.nanoTime() < end) {
            String body = wire.send(request, true).expect(200).body();
            Matcher status = STATUS.matcher(body);
            if (!status.find() || Set.of("failed", "canceled").contains(status.group(1))) {
                throw new IllegalStateException("A task failed: " + body);
            }
            if (status.group(1).equals("done")) {
                return;
            }
            // Seldom, because the server's work for these questions counts too.
            Thread.sleep(50);
        }
        throw new IllegalStateException("A task did not end in three minutes");
    }

    private void streams() throws Exception {
        int count = QUICK ? 200 : 2000;
        List<Wire> open = new ArrayList<>();
        try (StudioServer server = StudioServer.start()) {
            Load.get(server, n -> "/api/session", 32, QUICK ? 1 : 5);
            double before = server.megabytes("VmRSS");
            byte[] request = Wire.request("GET", "/api/tasks/events", server.token, "");
            for (int i = 0; i < count; i++) {
                Wire wire = new Wire(server.port);
                open.add(wire);
                int status = wire.open(request);
                if (status != 200) {
                    throw new IllegalStateException("Stream " + i + " was answered with " + status);
                }
            }
            double bytes = (server.megabytes("VmRSS") - before) * 1024 * 1024 / count;
            add("one of " + count + " event streams", new double[] {bytes}, "bytes");
            for (Wire wire : open) {
                wire.close();
            }
        }
    }

    private void add(String what, double[] values, String unit) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        String spread = sorted.length == 1 ? "" : format(sorted[0]) + " to " + format(sorted[sorted.length - 1]);
        if (unit.startsWith("ms")) {
            times.put(what, median);
        }
        table.add(new String[] {what, format(median), unit, spread});
        System.err.println(what + ": " + format(median) + " " + unit);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }

    /** For a comparison. */
    private void keep() throws IOException {
        String file = System.getProperty("bench.out", "");
        if (!file.isEmpty()) {
            List<String> lines = new ArrayList<>();
            times.forEach((what, millis) -> lines.add(what + '\t' + millis));
            Files.write(Path.of(file), lines);
        }
    }

    private void print() {
        System.out.printf("%n%-46s %10s %-8s %s%n", "what", "median", "", "from to");
        for (String[] row : table) {
            System.out.printf("%-46s %10s %-8s %s%n", (Object[]) row);
        }
    }
}
