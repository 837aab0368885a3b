package studio.gallery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.gallery.OpenGallery;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.DecoderInfo;
import studio.imaging.decode.Decoding;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.UndecodedException;
import studio.imaging.imageio.ImageIoDecoder;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.settings.TestSettings;
import studio.storage.FreeSpace;

/** Previews that are asked for and not there. */
class GalleryPreviewsTest {
    private static final PictureKey PREVIEW = PictureKey.preview("a.png");

    @TempDir
    Path root;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    /** Decoding starts with a permit only. */
    private final Semaphore permits = new Semaphore(1000);

    private final AtomicInteger decodings = new AtomicInteger();
    private Decoding decoding;
    private OpenFiles open;
    private GalleryPreviews previews;

    private final class Held implements PictureDecoder {
        private final PictureDecoder real = new ImageIoDecoder(1 << 30);

        @Override
        public DecoderInfo info() {
            return real.info();
        }

        @Override
        public Share share(PixelLayout layout, int box) throws NotAnImageException, UndecodedException {
            return real.share(layout, box);
        }

        @Override
        public DecodedPicture decode(Path source, PixelLayout layout, Share share)
                throws NotAnImageException, UndecodedException, IOException {
            permits.acquireUninterruptibly();
            decodings.incrementAndGet();
            return real.decode(source, layout, share);
        }
    }

    @BeforeEach
    void open() {
        open = new OpenFiles(root);
        decoding = new Decoding(new Held(), null);
        previews = previews(0);
    }

    private GalleryPreviews previews(long minFreeBytes) {
        return previews(open.store, minFreeBytes);
    }

    private GalleryPreviews previews(PictureStore store, long minFreeBytes) {
        return new GalleryPreviews(
                store,
                open.gallery,
                open.trash,
                new Thumbnailer(decoding, 100_000_000, new SimpleMeterRegistry()),
                new FreeSpace(TestSettings.folders(root, Map.of("MIN_FREE_BYTES", "" + minFreeBytes))),
                registry);
    }

    @AfterEach
    void close() {
        permits.release(1000);
        previews.close();
        decoding.close();
        open.close();
    }

    /** A large picture with its row, as it is right after it was saved. */
    private void saved(String id) {
        open.saved(id, "p");
        OpenGallery.paint(open.folder.picture(id + ".png"), 1800, 900);
        open.gallery.updateFiles(id, true, id + ".png", "data:image/png;base64,AA==");
    }

    private Optional<StoredPicture> found(PictureKey key) {
        return previews.find(key).toCompletableFuture().join();
    }

    private static ImageInfo info(Optional<StoredPicture> found) throws Exception {
        try (LocalPicture file = found.orElseThrow().local()) {
            return ImageProbe.probe(file.path());
        }
    }

    private double count(String outcome) {
        return registry.get("studio.previews").tag("outcome", outcome).timer().count();
    }

    @Test
    void itIsMadeWhenItIsAskedForAndKept() throws Exception {
        saved("a");

        Optional<StoredPicture> first = found(PREVIEW);

        assertThat(first.orElseThrow().key()).isEqualTo(PREVIEW);
        assertThat(info(first)).extracting(ImageInfo::width, ImageInfo::height).containsExactly(1600, 800);
        assertThat(open.folder.preview("a.png")).exists();
        assertThat(found(PREVIEW)).isEqualTo(first);
        assertThat(decodings).hasValue(1);
        assertThat(count("made")).isOne();
    }

    @Test
    void twentyWhoAskAtOnceGetTheOneOfOneDecoding() {
        saved("a");
        permits.drainPermits();
        List<CompletableFuture<Optional<StoredPicture>>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(previews.find(PREVIEW).toCompletableFuture());
        }
        assertThat(all).noneMatch(CompletableFuture::isDone);

        permits.release(20);

        assertThat(all).extracting(CompletableFuture::join).doesNotContain(Optional.empty());
        assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(decodings).hasValue(1);
    }

    @Test
    void whatIsDeletedWhileItIsMadeStaysAway() {
        saved("a");
        permits.drainPermits();
        CompletionStage<Optional<StoredPicture>> asked = previews.find(PREVIEW);
        open.trash.delete("a");
        permits.release(1000);

        assertThat(asked.toCompletableFuture().join()).isEmpty();
        assertThat(open.folder.preview("a.png")).doesNotExist();
        assertThat(found(PREVIEW)).as("of a picture in the trash").isEmpty();

        open.trash.restore("a");
        assertThat(found(PREVIEW).orElseThrow().key()).isEqualTo(PREVIEW);
        open.trash.deleteForGood("a");
        assertThat(open.folder.preview("a.png")).doesNotExist();
        assertThat(open.folder.trash(Kind.PREVIEW)).isEmptyDirectory();
    }

    @Test
    void onAFullDiskTheOriginalTakesItsPlace() {
        saved("a");
        previews.close();
        previews = previews(1L << 49);

        assertThat(found(PREVIEW).orElseThrow().key()).isEqualTo(PictureKey.original("a.png"));

        assertThat(open.folder.preview("a.png")).doesNotExist();
        assertThat(decodings).hasValue(0);
        assertThat(count("refused")).isOne();
    }

    @Test
    void whereItCannotBeWrittenTheOriginalTakesItsPlace() {
        saved("a");
        PictureStore full = (PictureStore) Proxy.newProxyInstance(
                PictureStore.class.getClassLoader(),
                new Class<?>[] {PictureStore.class},
                (store, method, arguments) -> {
                    if (method.getName().equals("put")) {
                        throw new UncheckedIOException(new IOException("No space left on device"));
                    }
                    return method.invoke(open.store, arguments);
                });
        previews.close();
        previews = previews(full, 0);

        assertThat(found(PREVIEW).orElseThrow().key()).isEqualTo(PictureKey.original("a.png"));
        assertThat(open.gallery.find("a").orElseThrow().previewPath())
                .as("the next time")
                .isNotNull();
        assertThat(count("failed")).isOne();
    }

    @Test
    void aPictureThatCannotBeDecodedIsNotTriedAgain() throws Exception {
        saved("a");
        byte[] whole = Files.readAllBytes(open.folder.picture("a.png"));
        whole[whole.length / 2] ^= 1;
        Files.write(open.folder.picture("a.png"), whole);

        assertThat(found(PREVIEW).orElseThrow().key()).isEqualTo(PictureKey.original("a.png"));

        assertThat(open.gallery.find("a").orElseThrow())
                .satisfies(entry -> assertThat(entry.previewPath()).isNull())
                .satisfies(entry -> assertThat(entry.hasThumbnail()).isTrue())
                .satisfies(entry -> assertThat(entry.placeholder()).isNotNull());
        assertThat(found(PREVIEW)).isEmpty();
        assertThat(count("failed")).isOne();
    }

    @Test
    void whereTooManyWaitTheOriginalTakesItsPlace() {
        int many = 70;
        List<CompletableFuture<Optional<StoredPicture>>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            saved("p" + i);
        }
        permits.drainPermits();
        for (int i = 0; i < many; i++) {
            all.add(previews.find(PictureKey.preview("p" + i + ".png")).toCompletableFuture());
        }
        List<CompletableFuture<Optional<StoredPicture>>> refused =
                all.stream().filter(CompletableFuture::isDone).toList();

        assertThat(refused).hasSizeBetween(many - 66, many - 65).allSatisfy(stage -> assertThat(
                        stage.join().orElseThrow().key().kind())
                .isEqualTo(Kind.ORIGINAL));
        permits.release(1000);
        for (CompletableFuture<Optional<StoredPicture>> stage : all) {
            await().atMost(60, TimeUnit.SECONDS).until(stage::isDone);
            assertThat(stage.join()).isPresent();
        }
        assertThat(decodings).hasValue(many - refused.size());
    }

    @Test
    void whatAPowerCutLeftEmptyIsMadeAgain() throws Exception {
        saved("a");
        Files.createFile(open.folder.preview("a.png"));

        assertThat(info(found(PREVIEW)).width()).isEqualTo(1600);
    }

    @Test
    void onlyALivePictureWithAPreviewHasOne() {
        open.saved("small", "p");
        saved("a");
        open.gallery.add(OpenGallery.entry("lost", "p", Instant.EPOCH));
        open.gallery.updateFiles("lost", true, "lost.png", null);

        assertThat(found(PictureKey.preview("small.png"))).isEmpty();
        assertThat(found(PictureKey.preview("nothing.png"))).isEmpty();
        assertThat(found(PictureKey.preview("lost.png"))).as("without its file").isEmpty();
        assertThat(decodings).hasValue(0);
    }
}
