package studio.practice.answer;

import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Semaphore;
import studio.imaging.PicturePreparation;
import studio.imaging.UnpreparableException;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.NotAnImageException;
import studio.practice.answer.Callers.Caller;
import studio.practice.painting.Order;
import studio.practice.painting.Painting;
import studio.practice.painting.PngWriter;
import studio.settings.FolderSettings;

/**
 * Draws pictures into files, as base64. The last ones are kept, so that the same words cost no second drawing. A bounded number is
 * drawn at once: a place is held for one row at a time.
 */
@Singleton
class Easels {
    private static final int PLACES = 4;
    private static final int MAX_KEPT = 4;
    private static final long MAX_PIXELS_KEPT = 4096 * 4096;
    private static final PicturePreparation.Limits JPEG =
            new PicturePreparation.Limits(Set.of(ImageFormat.JPEG), Long.MAX_VALUE, Integer.MAX_VALUE);

    private final Semaphore places = new Semaphore(PLACES, true);
    private final SequencedMap<Order, Path> kept = new LinkedHashMap<>();
    private final PicturePreparation preparation;
    private final Path folder;

    Easels(PicturePreparation preparation, FolderSettings folders) {
        this.preparation = preparation;
        this.folder = folders.forms();
    }

    /**
     * A picture in base64.
     *
     * @throws IOException when the caller hung up, or nothing here makes a JPEG
     */
    InputStream drawn(Order order, Caller caller) throws IOException {
        synchronized (kept) {
            Path file = kept.get(order);
            if (file != null) {
                return Files.newInputStream(file);
            }
        }
        Path file = Files.createTempFile(folder, "drawn-", ".txt");
        try (OutputStream out = Base64.getEncoder().wrap(new BufferedOutputStream(Files.newOutputStream(file)))) {
            if (order.jpeg()) {
                jpeg(order, out, caller);
            } else {
                png(order, out, caller);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return keep(order, file);
    }

    private void jpeg(Order order, OutputStream out, Caller caller) throws IOException {
        Path png = Files.createTempFile(folder, "drawn-", ".png");
        Path jpeg = png.resolveSibling(png.getFileName() + ".jpg");
        try {
            try (OutputStream pixels = new BufferedOutputStream(Files.newOutputStream(png))) {
                png(order, pixels, caller);
            }
            preparation.prepare(png, JPEG, jpeg);
            Files.copy(jpeg, out);
        } catch (NotAnImageException | UndecodedException | UnpreparableException e) {
            throw new IOException("Nothing here makes a JPEG of this picture", e);
        } finally {
            Files.deleteIfExists(png);
            Files.deleteIfExists(jpeg);
        }
    }

    private void png(Order order, OutputStream out, Caller caller) throws IOException {
        Painting painting = new Painting(order);
        PngWriter.write(order.width(), order.height(), out, (y, row) -> {
            caller.checkPresent();
            places.acquireUninterruptibly();
            try {
                painting.row(y, row);
            } finally {
                places.release();
            }
        });
    }

    /** Opens the file; the oldest kept one goes, or a very large one at once. */
    private InputStream keep(Order order, Path file) throws IOException {
        synchronized (kept) {
            InputStream opened = Files.newInputStream(file);
            Path gone = order.pixels() > MAX_PIXELS_KEPT ? file : kept.put(order, file);
            if (kept.size() > MAX_KEPT) {
                gone = kept.pollFirstEntry().getValue();
            }
            if (gone != null) {
                Files.deleteIfExists(gone);
            }
            return opened;
        }
    }

    /** Free places. */
    int free() {
        return places.availablePermits();
    }
}
