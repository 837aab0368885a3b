package studio.gallery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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
import java.util.Map;
import javax.imageio.ImageIO;
import studio.picture.DiskPictureStore;
import studio.picture.PictureStore;
import studio.settings.TestSettings;
import studio.storage.Dialect;
import studio.storage.EarlierData;
import studio.storage.Mirrors;
import studio.storage.Mirrors.Mirror;
import studio.storage.RealDatabase;
import studio.storage.job.Turns;

/** The gallery with everything real below it, without the server. */
public class OpenGallery implements AutoCloseable {
    public final ObjectMapper mapper = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    public final Path root;
    public final RealDatabase real;
    public final GalleryFolder folder;
    public final PictureStore store;
    public final EarlierData earlier;
    public final Mirrors mirrors;
    public final Gallery gallery;
    public final GalleryTrash trash;
    protected final List<Mirror> allMirrors = new ArrayList<>();

    public OpenGallery(Path root) {
        this(root, Dialect.SQLITE);
    }

    public OpenGallery(Path root, Dialect dialect) {
        this.root = root;
        real = RealDatabase.in(root, dialect);
        folder = new GalleryFolder(RealDatabase.folders(root).gallery());
        store = new DiskPictureStore(folder.gallery());
        earlier = new EarlierData(real.database());
        mirrors = new Mirrors(allMirrors, real.changes(), earlier, mapper, real.folder());
        gallery = index(real);
        trash = new GalleryTrash(
                gallery,
                store,
                TestSettings.of(
                        GallerySettings.class,
                        Map.of("TRASH_TTL_MS", "" + Duration.ofDays(30).toMillis())),
                Turns.ofThisProcess());
    }

    public static Gallery index(RealDatabase real) {
        return new SqlGallery(real.database(), real.changes());
    }

    /** A picture in the folder with its thumbnail and its row. */
    public GalleryEntry saved(String id, String prompt) {
        String fileName = id + ".png";
        paint(folder.picture(fileName), 64, 48);
        paint(folder.thumbnail(fileName), 40, 40);
        GalleryEntry entry = entry(id, prompt, Instant.parse("2026-11-01T10:00:00Z"));
        gallery.add(entry);
        return entry;
    }

    public static GalleryEntry entry(String id, String prompt, Instant createdAt) {
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

    public static GalleryEntry entry(
            String id, String prompt, String config, String model, boolean favorite, Instant time) {
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

    public static void paint(Path file, int width, int height) {
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

    public static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Override
    public void close() {
        real.close();
    }
}
