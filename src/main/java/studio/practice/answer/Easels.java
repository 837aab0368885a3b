package studio.practice.answer;

import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Semaphore;
import studio.imaging.decode.UndecodedException;
import studio.imaging.prepare.PicturePreparation;
import studio.imaging.prepare.UnpreparableException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.NotAnImageException;
import studio.practice.answer.Callers.Caller;
import studio.practice.painting.Order;
import studio.practice.painting.Painting;
import studio.practice.painting.PngWriter;
import studio.settings.FolderSettings;

/**
 * Draws pictures into answers, a bounded number at once. A place is held for one row at a time, never while bytes go to the
 * network, so a reader that does not read keeps no other from drawing.
 */
@Singleton
class Easels {
    private static final int PLACES = 4;
    private static final int BUFFER = 32 * 1024;
    private static final PicturePreparation.Limits JPEG =
            new PicturePreparation.Limits(Set.of(ImageFormat.JPEG), Long.MAX_VALUE, Integer.MAX_VALUE);

    private final Semaphore places = new Semaphore(PLACES, true);
    private final PicturePreparation preparation;
    private final Path folder;

    Easels(PicturePreparation preparation, FolderSettings folders) {
        this.preparation = preparation;
        this.folder = folders.forms();
    }

    /**
     * Draws and sends at the same time; JPEG is sent once it is drawn. The stream stays open.
     *
     * @throws IOException when the caller hung up, or nothing here makes a JPEG
     */
    void draw(Order order, OutputStream target, Caller caller) throws IOException {
        if (!order.jpeg()) {
            OutputStream out = new BufferedOutputStream(target, BUFFER);
            png(order, out, caller);
            out.flush();
            return;
        }
        Path png = Files.createTempFile(folder, "drawn-", ".png");
        Path jpeg = png.resolveSibling(png.getFileName() + ".jpg");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(png), BUFFER)) {
                png(order, out, caller);
            }
            preparation.prepare(png, JPEG, jpeg);
            Files.copy(jpeg, target);
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

    /** Places that nobody draws at. */
    int free() {
        return places.availablePermits();
    }
}
