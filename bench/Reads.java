import java.util.List;
import java.util.concurrent.TimeUnit;

/** Requests that change nothing: how many a second, and what each costs. */
final class Reads {
    private static final int READERS = 32;

    private final boolean quick;
    private final Figures figures;

    Reads(boolean quick, Figures figures) {
        this.quick = quick;
        this.figures = figures;
    }

    /** What every page asks for, with a gallery of 10,000. */
    void measure() throws Exception {
        int entries = quick ? 1_000 : 10_000;
        try (Upstream upstream = new Upstream();
                Server server = Server.start(upstream.port, entries)) {
            figures.part("session", () -> measure(server, "session", READERS, List.of("/api/session")));
            figures.part("thumbnail", () -> {
                server.task(Picture.ONE);
                measure(server, "thumbnail", READERS, List.of(server.thumbnail()));
            });
            String of = " of " + entries;
            List<String> page = List.of("/api/gallery?limit=50");
            figures.part("page of 50" + of, () -> measure(server, "page of 50" + of, READERS, page));
            figures.part("whole gallery" + of, () -> {
                Cost.forgetPeak(server.pid);
                measure(server, "whole gallery" + of, READERS, List.of("/api/gallery"));
                figures.add("whole gallery" + of + ", most resident", "MB", Cost.peak(server.pid));
            });
            figures.part("task with a gallery" + of, () -> {
                double[] millis = new double[quick ? 2 : 15];
                for (int i = 0; i < millis.length; i++) {
                    millis[i] = server.task(Picture.ONE);
                }
                figures.add("task with a gallery" + of, "ms", millis);
            });
        }
    }

    /** What the gallery's page asks for, with a gallery of 100,000. */
    void gallery() throws Exception {
        int entries = quick ? 10_000 : 100_000;
        try (Server server = Server.start()) {
            Seed.gallery(server.home.data(), entries);
            String of = ", page of 50 of " + entries;
            String page = "/api/gallery?limit=50";
            List<String> searches = List.of(page + "&q=dragon", page + "&q=%E7%8C%AB");
            figures.part("gallery", () -> measure(server, "gallery" + of, 8, List.of(page)));
            figures.part("gallery filtered", () -> {
                measure(server, "gallery filtered" + of, 4, List.of(page + "&model=model-1&configId=bench-1"));
            });
            figures.part("gallery facets", () -> {
                measure(server, "gallery facets of " + entries, 4, List.of("/api/gallery/facets"));
            });
            figures.part("gallery search", () -> {
                awaitFolded(server, searches.getFirst());
                measure(server, "gallery search" + of, 4, searches);
            });
        }
    }

    /** What was written past the server is searched once it has been folded; until then a search is answered with 503. */
    private static void awaitFolded(Server server, String search) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (server.get(search).status() == 503 && System.nanoTime() < end) {
            Thread.sleep(500);
        }
    }

    private void measure(Server server, String what, int connections, List<String> paths) throws Exception {
        Load load = new Load(server, paths, connections);
        // The JVM compiles what is hot; what is asked for is how fast it is then.
        double slower = 0;
        double rate = load.run(quick ? 0.2 : 3).perSecond();
        for (int i = 0; i < 9 && rate > 1.05 * slower; i++) {
            slower = rate;
            rate = load.run(quick ? 0.2 : 3).perSecond();
        }
        int runs = quick ? 1 : 5;
        double[] rates = new double[runs];
        double[] cpu = new double[runs];
        for (int i = 0; i < runs; i++) {
            Load.Result result = load.run(quick ? 0.5 : 2);
            rates[i] = result.perSecond();
            cpu[i] = result.cpuMillis();
        }
        figures.add(what, "req/s", rates);
        figures.add(what + ", processor time", "ms/req", cpu);
    }
}
