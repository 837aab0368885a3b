import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What is done seldom and to everything at once, with a gallery of very many (tiny) pictures: deletion, restart, mirror, backup. */
final class LargeGallery {
    private static final int AT_ONCE = 100;

    /** Takes the values of one measure. */
    interface Figures {
        void add(String what, double[] values, String unit);
    }

    private final int entries;
    private final int runs;
    private final Figures figures;

    LargeGallery(int entries, int runs, Figures figures) {
        this.entries = entries;
        this.runs = runs;
        this.figures = figures;
    }

    void measure() throws Exception {
        String of = " of " + entries;
        StudioServer server = StudioServer.start();
        try {
            Seed.gallery(server.folder.resolve("data"), entries);
            files(server.folder.resolve("gallery"));
            double[] deleting = new double[runs];
            double[] ending = new double[runs];
            double[] starting = new double[runs];
            double[] checking = new double[runs];
            for (int i = 0; i < runs; i++) {
                String body = "{\"ids\":[" + String.join(",", server.entryIds(AT_ONCE)) + "]}";
                long start = System.nanoTime();
                server.post("/api/gallery/delete", body).expect(200);
                deleting[i] = millisSince(start);
                // The mirror is behind by what was just deleted, and is written before the end.
                start = System.nanoTime();
                server.end();
                ending[i] = millisSince(start);
                server = server.again();
                starting[i] = server.startMillis;
                checking[i] = untilIdle(server) - server.startCpuMillis;
            }
            figures.add("deleting " + AT_ONCE + of, deleting, "ms");
            figures.add("end with the mirror" + of, ending, "ms");
            figures.add("start to ready with" + of.substring(3), starting, "ms");
            figures.add("work after a start with" + of.substring(3), checking, "ms cpu");
            backup(server, of);
        } finally {
            server.close();
        }
    }

    private void backup(StudioServer server, String of) throws Exception {
        int some = Math.max(1, runs / 3);
        double[] seconds = new double[some];
        double[] megabytes = new double[some];
        byte[] request = Wire.request("POST", "/api/backup", server.token, "{}");
        for (int i = 0; i < some; i++) {
            long start = System.nanoTime();
            try (Wire wire = new Wire(server.port)) {
                megabytes[i] = wire.send(request, false).expect(200).bytes() / 1e6;
            }
            seconds[i] = millisSince(start) / 1000;
        }
        figures.add("backup" + of + " tiny pictures", seconds, "s");
        figures.add("backup" + of + " tiny pictures", megabytes, "MB");
    }

    /** Every entry's picture and thumbnail; many names of few files, which is all that a file system asks for. */
    private void files(Path gallery) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
        Path thumbnails = Files.createDirectories(gallery.resolve("thumbnails"));
        Path source = gallery;
        for (int i = 0; i < entries; i++) {
            String name = "bench-%08d.png".formatted(i);
            // A file has at most 65,000 names on ext4.
            if (i % 20_000 == 0) {
                source = Files.write(gallery.resolve(name), png.toByteArray());
            } else {
                Files.createLink(gallery.resolve(name), source);
            }
            Files.createLink(thumbnails.resolve("thumb-" + name), source);
        }
    }

    /** What the server has used when it has had nothing to do for a second. */
    private static double untilIdle(StudioServer server) throws Exception {
        double before = server.cpuMillis();
        while (true) {
            Thread.sleep(1000);
            double now = server.cpuMillis();
            if (now - before < 50) {
                return now;
            }
            before = now;
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
