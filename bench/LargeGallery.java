import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What is done seldom and to everything at once, with a gallery of very many (tiny) pictures: deletion, restart, mirror, backup. */
final class LargeGallery {
    private static final int AT_ONCE = 100;

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
        Server server = Server.start();
        try {
            Seed.gallery(server.home.data(), entries);
            files(server.home.gallery());
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
                starting[i] = server.start.readyMillis();
                checking[i] = untilIdle(server) - server.start.cpuMillis();
            }
            figures.add("deleting " + AT_ONCE + of, "ms", deleting);
            figures.add("end with the mirror" + of, "ms", ending);
            figures.add("start to ready with" + of.substring(3), "ms", starting);
            figures.add("work after a start with" + of.substring(3), "ms cpu", checking);
            backup(server, of);
        } finally {
            server.close();
        }
    }

    private void backup(Server server, String of) throws Exception {
        double[] seconds = new double[Math.max(1, runs / 3)];
        byte[] request = Wire.request("POST", "/api/backup", server.token, "{}");
        for (int i = 0; i < seconds.length; i++) {
            long start = System.nanoTime();
            try (Wire wire = new Wire(server.port)) {
                wire.send(request, false).expect(200);
            }
            seconds[i] = millisSince(start) / 1000;
        }
        figures.add("backup" + of + " tiny pictures", "s", seconds);
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
    private static double untilIdle(Server server) throws Exception {
        double before = Cost.of(server.pid).cpuMillis();
        while (true) {
            Thread.sleep(1000);
            double now = Cost.of(server.pid).cpuMillis();
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
