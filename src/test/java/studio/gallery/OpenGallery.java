package studio.gallery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import studio.imaging.Decoders;
import studio.imaging.Thumbnailer;
import studio.picture.DiskPictureStore;
import studio.picture.PictureStore;
import studio.storage.EarlierData;
import studio.storage.Ids;
import studio.storage.Mirror;
import studio.storage.Mirrors;
import studio.storage.RealDatabase;

/** The gallery with everything real below it, without the server. */
final class OpenGallery implements AutoCloseable {
    final ObjectMapper mapper = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    final Path root;
    final RealDatabase real;
    final GalleryFolder folder;
    final PictureStore store;
    final EarlierData earlier;
    final Mirrors mirrors;
    final SqlGallery gallery;
    final ImageFiles images;
    final GalleryTrash trash;
    final Reconciliation reconciliation;

    OpenGallery(Path root) {
        this.root = root;
        real = RealDatabase.in(root);
        folder = new GalleryFolder(RealDatabase.folders(root).gallery());
        store = new DiskPictureStore(folder.gallery());
        earlier = new EarlierData(real.database());
        List<Mirror> all = new ArrayList<>();
        mirrors = new Mirrors(all, real.database(), earlier, mapper, real.folder());
        gallery = new SqlGallery(real.database(), mirrors, mapper);
        all.add(new GalleryMirror(gallery));
        images = new ImageFiles(
                store, true, new Thumbnailer(Decoders.imageIo(), 100_000_000, new SimpleMeterRegistry()));
        trash = new GalleryTrash(gallery, store, Duration.ofDays(30));
        reconciliation = new Reconciliation(gallery, images, trash, store, new RecoveredEntry(mapper, new Ids()::next));
    }

    ImportEarlierGallery importer() {
        return new ImportEarlierGallery(gallery, earlier, reconciliation, store, RealDatabase.folders(root));
    }

    /** What the server does at its start, to its end. */
    void start() throws InterruptedException {
        new GalleryUpkeep(importer(), new SqlFolding(real.database()), reconciliation).atStart(new StartupEvent());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("gallery-upkeep")) {
                thread.join();
            }
        }
    }

    /** A picture in the folder with its thumbnail and its row. */
    GalleryEntry saved(String id, String prompt) {
        String fileName = id + ".png";
        paint(folder.picture(fileName), 64, 48);
        paint(folder.thumbnail(fileName), 40, 40);
        GalleryEntry entry = entry(id, prompt, Instant.parse("2026-11-01T10:00:00Z"));
        gallery.add(entry);
        return entry;
    }

    static GalleryEntry entry(String id, String prompt, Instant createdAt) {
        return new GalleryEntry(
                id,
                prompt,
                "a response",
                id + ".png",
                null,
                true,
                "sandbox",
                "Practice",
                "painter",
                "1:1",
                null,
                createdAt,
                64,
                48,
                100,
                "png",
                null,
                false,
                null,
                null,
                null,
                null,
                false);
    }

    static GalleryEntry entry(String id, String prompt, String config, String model, boolean favorite, Instant time) {
        return new GalleryEntry(
                id,
                prompt,
                "",
                id + ".png",
                null,
                true,
                config,
                "L",
                model,
                null,
                null,
                time,
                64,
                48,
                100,
                "png",
                null,
                favorite,
                null,
                null,
                null,
                null,
                false);
    }

    static void paint(Path file, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(2, 2, width - 4, height - 4);
        graphics.dispose();
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Override
    public void close() {
        real.close();
    }
}
