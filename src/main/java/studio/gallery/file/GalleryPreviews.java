package studio.gallery.file;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryTrash;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.storage.FreeSpace;

/**
 * Finds previews, and makes those that are asked for and not there: each once, whoever waits for it, few at a time, since saving
 * pictures comes first. Where one cannot be made, because of its file, the disk or too much to do, the original takes its place.
 */
@Singleton
public class GalleryPreviews {
    private static final Logger LOG = Logger.getLogger(GalleryPreviews.class);
    private static final int MAX_THREADS = 2;
    private static final int MAX_WAITING = 64;
    private static final long IDLE_SECONDS = 20;

    private final PictureStore store;
    private final Gallery gallery;
    private final GalleryTrash trash;
    private final Thumbnailer thumbnailer;
    private final FreeSpace space;
    private final Timer made;
    private final Timer failed;
    private final Timer refused;
    private final ThreadPoolExecutor threads;
    /** By file name. */
    private final Map<String, CompletableFuture<Optional<StoredPicture>>> making = new ConcurrentHashMap<>();

    GalleryPreviews(
            PictureStore store,
            Gallery gallery,
            GalleryTrash trash,
            Thumbnailer thumbnailer,
            FreeSpace space,
            MeterRegistry registry) {
        this.store = store;
        this.gallery = gallery;
        this.trash = trash;
        this.thumbnailer = thumbnailer;
        this.space = space;
        Meter.MeterProvider<Timer> timers = Timer.builder("studio.previews")
                .description("Making a preview that was asked for")
                .withRegistry(registry);
        this.made = timers.withTag("outcome", "made");
        this.failed = timers.withTag("outcome", "failed");
        this.refused = timers.withTag("outcome", "refused");
        int count = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_THREADS);
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("preview-", 1).daemon(true).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void close() {
        threads.shutdown();
    }

    /**
     * The preview, made now where it is not there yet. The caller does not wait.
     *
     * @return the original where the preview cannot be made; empty where there is no live picture with a preview of this name
     */
    CompletionStage<Optional<StoredPicture>> find(PictureKey preview) {
        Optional<StoredPicture> stored = store.find(preview);
        Optional<GalleryEntry> entry = stored.isPresent()
                ? Optional.empty()
                : gallery.findByFile(preview.name())
                        .filter(found -> preview.name().equals(found.previewName()));
        return entry.isPresent() ? make(entry.get(), preview) : CompletableFuture.completedFuture(stored);
    }

    private CompletionStage<Optional<StoredPicture>> make(GalleryEntry entry, PictureKey preview) {
        CompletableFuture<Optional<StoredPicture>> result = new CompletableFuture<>();
        CompletableFuture<Optional<StoredPicture>> other = making.putIfAbsent(preview.name(), result);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> complete(result, entry, preview));
        } catch (RejectedExecutionException e) {
            refused.record(0, TimeUnit.SECONDS);
            making.remove(preview.name());
            result.complete(original(entry));
        }
        return result;
    }

    @SuppressWarnings("CatchThrowable") // whatever it is, those who wait for the preview get it
    private void complete(CompletableFuture<Optional<StoredPicture>> result, GalleryEntry entry, PictureKey preview) {
        try {
            Optional<StoredPicture> found = made(entry, preview);
            making.remove(preview.name());
            result.complete(found);
        } catch (Throwable e) {
            making.remove(preview.name());
            result.completeExceptionally(e);
        }
    }

    private Optional<StoredPicture> made(GalleryEntry entry, PictureKey preview) {
        Optional<StoredPicture> earlier = store.find(preview);
        Optional<StoredPicture> original = earlier.isPresent() ? earlier : original(entry);
        if (earlier.isPresent() || original.isEmpty()) {
            return original;
        }
        Timer.Sample sample = Timer.start();
        Timer outcome = failed;
        try {
            if (!space.enough()) {
                outcome = refused;
                return original;
            }
            byte[] bytes = preview(original.get());
            trash.whileLive(entry.fileName(), () -> store.put(preview, target -> target.write(ByteBuffer.wrap(bytes))));
            outcome = made;
            return store.find(preview);
        } catch (NotAnImageException | UndecodedException e) {
            LOG.warnf("No preview for %s: %s", entry.fileName(), e.getMessage());
            Optional<StoredPicture> now = original(entry);
            // A file that was moved to the trash meanwhile may look like a damaged one.
            if (now.isPresent()) {
                gallery.updateFiles(entry.id(), entry.hasThumbnail(), null, entry.placeholder());
            }
            return now;
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("No preview for %s: %s", entry.fileName(), e.getMessage());
            return original(entry);
        } finally {
            sample.stop(outcome);
        }
    }

    private byte[] preview(StoredPicture original) throws NotAnImageException, UndecodedException, IOException {
        try (LocalPicture file = original.local()) {
            return thumbnailer.preview(file.path(), ImageProbe.probe(file.path()));
        }
    }

    private Optional<StoredPicture> original(GalleryEntry entry) {
        return store.find(PictureKey.original(entry.fileName()));
    }
}
