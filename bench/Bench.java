import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the measures and prints medians. Started by {@code bench/run.sh}. */
final class Bench {
    private static final boolean QUICK = !System.getProperty("bench.quick", "").isEmpty();

    private final Figures figures = new Figures();

    public static void main(String[] args) throws Exception {
        Bench bench = new Bench();
        Reads reads = new Reads(QUICK, bench.figures);
        Map<String, Figures.Part> parts = new LinkedHashMap<>();
        parts.put("start", bench::start);
        parts.put("reads", reads::measure);
        parts.put("tasks", new Tasks(QUICK, bench.figures)::measure);
        parts.put("streams", bench::streams);
        if (!Server.EARLIER) {
            parts.put("gallery", reads::gallery);
            parts.put("large", new LargeGallery(QUICK ? 2_000 : 100_000, QUICK ? 2 : 5, bench.figures)::measure);
        }
        List<String> chosen = args.length == 0 ? List.copyOf(parts.keySet()) : List.of(args);
        if (chosen.contains("soak")) {
            int tasks = Integer.getInteger("bench.tasks", QUICK ? 200 : 50_000);
            System.exit(new Soak(tasks, tasks * 2 / 5, QUICK ? 10 : 100).run() ? 0 : 1);
        }
        for (Map.Entry<String, Figures.Part> part : parts.entrySet()) {
            if (chosen.contains(part.getKey())) {
                bench.figures.part(part.getKey(), part.getValue());
            }
        }
        System.exit(bench.figures.print() ? 0 : 1);
    }

    private void start() throws Exception {
        int runs = QUICK ? 2 : 7;
        double[] page = new double[runs];
        double[] ready = new double[runs];
        double[] cpu = new double[runs];
        double[] idle = new double[runs];
        for (int i = 0; i < runs; i++) {
            try (Server server = Server.start()) {
                page[i] = server.start.pageMillis();
                ready[i] = server.start.readyMillis();
                cpu[i] = server.start.cpuMillis();
                // What a start leaves to be done afterwards is done by then.
                Thread.sleep(2000);
                idle[i] = Cost.resident(server.pid);
            }
        }
        figures.add("start to the first page", "ms", page);
        figures.add("start to ready", "ms", ready);
        figures.add("start to ready, processor time", "ms cpu", cpu);
        figures.add("start, resident two seconds later", "MB", idle);
    }

    private void streams() throws Exception {
        int count = QUICK ? 200 : 2000;
        double[] kilobytes = new double[QUICK ? 1 : 3];
        for (int i = 0; i < kilobytes.length; i++) {
            List<Wire> open = new ArrayList<>();
            try (Upstream upstream = new Upstream();
                    Server server = Server.start(upstream.port, 0)) {
                byte[] request = server.events(server.create(Upstream.SILENT));
                Thread.sleep(1000);
                double before = Cost.resident(server.pid);
                for (int n = 0; n < count; n++) {
                    open.add(Wire.open(server.port, request));
                }
                Thread.sleep(2000);
                kilobytes[i] = (Cost.resident(server.pid) - before) * 1024 / count;
                for (Wire wire : open) {
                    wire.close();
                }
            }
        }
        figures.add("one of " + count + " event streams", "KB", kilobytes);
    }
}
