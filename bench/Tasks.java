/** Pictures from the request to {@code done}, from an upstream that costs next to nothing. */
final class Tasks {
    private static final String AT_ONCE = ", four at once";
    /** What is left to be done after {@code done} is done in here, and counted. */
    private static final int PAUSE_MILLIS = 100;

    private final boolean quick;
    private final Figures figures;

    Tasks(boolean quick, Figures figures) {
        this.quick = quick;
        this.figures = figures;
    }

    void measure() throws Exception {
        try (Upstream upstream = new Upstream();
                Server server = Server.start(upstream.port, 0)) {
            server.tasks(Picture.ONE, quick ? 4 : 60);
            for (Picture picture : Picture.values()) {
                figures.part(title(picture), () -> single(server, picture));
            }
            figures.part("many" + AT_ONCE, () -> {
                many(server, Picture.ONE, quick ? 8 : 50);
                Cost.forgetPeak(server.pid);
                many(server, Picture.NOISY, 8);
                figures.add("8 x " + Picture.NOISY.title + AT_ONCE + ", most resident", "MB", Cost.peak(server.pid));
            });
        }
    }

    private static String title(Picture picture) {
        return "task, " + picture.title;
    }

    private void single(Server server, Picture picture) throws Exception {
        int runs = quick ? 2 : picture == Picture.ONE ? 30 : 12;
        for (int i = 0; i < runs / 4; i++) {
            server.task(picture);
        }
        double[] millis = new double[runs];
        Thread.sleep(PAUSE_MILLIS);
        Cost before = Cost.of(server.pid);
        for (int i = 0; i < runs; i++) {
            millis[i] = server.task(picture);
            Thread.sleep(PAUSE_MILLIS);
        }
        Cost cost = Cost.of(server.pid).since(before);
        figures.add(title(picture), "ms", millis);
        figures.add(title(picture) + ", processor time", "ms cpu", cost.cpuMillis() / runs);
        figures.add(title(picture) + ", context switches", "times", cost.switches() / runs);
        figures.add(title(picture) + ", reads and writes", "calls", cost.calls() / runs);
        figures.add(title(picture) + ", written", "KB", cost.kilobytes() / runs);
    }

    /** A picture may get lost in the earlier server's gallery. */
    private void many(Server server, Picture picture, int count) throws Exception {
        long before = server.entries();
        double seconds = server.tasks(picture, count);
        String what = count + " x " + picture.title + AT_ONCE;
        figures.add(what, "tasks/s", count / seconds);
        figures.add(what + ", not in the gallery", "tasks", count - (server.entries() - before));
    }
}
