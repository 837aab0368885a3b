package studio.picture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of pictures does. */
abstract class PictureStoreContract {
    static final PictureKey KEY = PictureKey.original("a.png");

    PictureStore store;

    /** An empty store. */
    abstract PictureStore create() throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = create();
    }

    static PictureStore.Source text(String text) {
        return target -> target.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    static String read(StoredPicture picture) {
        try (InputStream in = picture.content().open()) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWasPutIsFoundAgain() {
        for (PictureKey key : PictureKey.all("我的 图片.png", "b.png")) {
            Instant before = Instant.now().minusSeconds(2);

            assertThat(store.put(key, text("bytes of " + key.kind())))
                    .isEqualTo(9 + key.kind().name().length());

            StoredPicture found = store.find(key).orElseThrow();
            assertThat(found.key()).isEqualTo(key);
            assertThat(found.size()).isEqualTo(9 + key.kind().name().length());
            assertThat(found.modified()).isBetween(before, Instant.now().plusSeconds(2));
            assertThat(read(found)).isEqualTo("bytes of " + key.kind());
        }
    }

    @Test
    void nothingIsFoundWhereNothingWasPut() {
        store.put(KEY, text("x"));

        assertThat(store.find(KEY.inTrash())).isEmpty();
        assertThat(store.find(PictureKey.preview("a.png"))).isEmpty();
        assertThat(store.find(PictureKey.original("b.png"))).isEmpty();
    }

    @Test
    void puttingAgainReplacesAndChangesTheTag() {
        store.put(KEY, text("first"));
        String tag = store.find(KEY).orElseThrow().tag();

        store.put(KEY, text("the second"));

        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("the second");
        assertThat(store.find(KEY)).map(StoredPicture::tag).isNotEmpty().get().isNotEqualTo(tag);
    }

    @Test
    void aWriteThatFailsLeavesWhatWasThere() {
        store.put(KEY, text("first"));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> store.put(KEY, target -> {
                    target.write(ByteBuffer.wrap(new byte[1000]));
                    throw new IOException("the source has gone");
                }));

        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("first");
        assertThat(originals(false)).containsExactly("a.png");
    }

    @Test
    void aFileThatIsTakenIsCompletedAndFoundAgain(@TempDir Path elsewhere) throws Exception {
        store.put(KEY, text("an older one"));
        Path file = Files.writeString(elsewhere.resolve("received"), "bytes");

        OptionalLong size =
                store.take(KEY, file, () -> Files.writeString(file, " and more", StandardOpenOption.APPEND));

        assertThat(size).hasValue(14);
        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("bytes and more");
        assertThat(file).hasContent("bytes and more");
        Files.delete(file);
        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("bytes and more");
        assertThat(originals(false)).containsExactly("a.png");
    }

    @Test
    void aFileThatCannotBeCompletedLeavesWhatWasThere(@TempDir Path elsewhere) throws Exception {
        store.put(KEY, text("first"));
        Path file = Files.writeString(elsewhere.resolve("received"), "bytes");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> store.take(KEY, file, () -> {
                    throw new IOException("no room");
                }));

        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("first");
        assertThat(store.removeUnfinished(Instant.now().plusSeconds(60))).isZero();
    }

    @Test
    void whatCannotBeTakenIsLeftToThoseWhoCopy(@TempDir Path elsewhere) {
        assertThat(store.take(KEY, elsewhere.resolve("nothing"), () -> {
                    throw new IOException("nobody may complete it");
                }))
                .isEmpty();
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void anInterruptDoesNotStopAWriteAndIsKept() {
        AtomicInteger tries = new AtomicInteger();
        Thread.currentThread().interrupt();
        try {
            store.put(KEY, target -> {
                target.write(ByteBuffer.wrap("bytes".getBytes(UTF_8)));
                if (tries.getAndIncrement() == 0) {
                    Thread.currentThread().interrupt();
                    throw new ClosedByInterruptException();
                }
            });
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(tries).hasValue(2);
        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("bytes");
    }

    @Test
    void aMoveTakesTheBytesAlongAndReplaces() {
        store.put(KEY, text("first"));
        store.put(KEY.inTrash(), text("an older one"));

        assertThat(store.move(KEY, KEY.inTrash())).isTrue();
        assertThat(store.move(KEY, KEY.inTrash())).isFalse();

        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.find(KEY.inTrash())).map(PictureStoreContract::read).contains("first");
        assertThat(store.move(KEY.inTrash(), KEY)).isTrue();
        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("first");
    }

    @Test
    void anEmptySmallPictureIsWhatAPowerCutLeftOfOne() {
        for (PictureKey key : PictureKey.all("a.png", "a.png")) {
            store.put(key, target -> {});

            assertThat(store.find(key).isPresent()).isEqualTo(key.kind() == PictureKey.Kind.ORIGINAL);
        }
    }

    @Test
    void aDeletionIsForGood() {
        store.put(KEY, text("x"));

        assertThat(store.delete(KEY)).isTrue();
        assertThat(store.delete(KEY)).isFalse();

        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void onlyOriginalsAreListed() {
        store.put(KEY, text("x"));
        store.put(PictureKey.original("b.png").inTrash(), text("x"));
        store.put(PictureKey.thumbnail("a.png"), text("x"));
        store.put(PictureKey.preview("a.png"), text("x"));

        assertThat(originals(false)).containsExactly("a.png");
        assertThat(originals(true)).containsExactly("b.png");
    }

    @Test
    void everyKindHasItsOwnList() {
        for (boolean trashed : List.of(false, true)) {
            for (PictureKey key : PictureKey.all("a.png", "a.png")) {
                PictureKey place = trashed ? key.inTrash() : key;
                store.put(place, text("12345"));

                try (Stream<StoredPicture> all = store.list(key.kind(), trashed)) {
                    assertThat(all).singleElement().satisfies(found -> {
                        assertThat(found.key()).isEqualTo(place);
                        assertThat(found.size()).isEqualTo(5);
                        assertThat(read(found)).isEqualTo("12345");
                    });
                }
            }
        }
    }

    @Test
    void manyAreListedOnceEach() {
        for (int i = 0; i < 40; i++) {
            store.put(PictureKey.original("很 many " + i + "+%.png"), text("x"));
        }
        assertThat(originals(false)).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void aPictureIsAFileOfThisMachineForAWhile() throws Exception {
        store.put(KEY, text("bytes"));
        StoredPicture found = store.find(KEY).orElseThrow();

        try (LocalPicture local = found.local()) {
            assertThat(local.path()).hasContent("bytes");
        }
        try (LocalPicture local = found.local()) {
            assertThat(local.path()).hasContent("bytes");
        }
        assertThat(store.find(KEY)).map(PictureStoreContract::read).contains("bytes");
    }

    @Test
    void aGlanceSeesNothingThatIsNotThere() {
        store.put(KEY, text("x"));
        store.put(PictureKey.original("b.png").inTrash(), text("x"));

        Predicate<PictureKey> glance = store.glance();

        assertThat(glance.test(PictureKey.original("b.png"))).isFalse();
        assertThat(glance.test(PictureKey.original("c.png"))).isFalse();
        assertThat(glance.test(PictureKey.thumbnail("a.png"))).isFalse();
    }

    @Test
    void aPictureThatHasGoneCannotBeOpened() {
        store.put(KEY, text("x"));
        StoredPicture found = store.find(KEY).orElseThrow();
        store.delete(KEY);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> found.content().open());
    }

    @Test
    void aPictureMayGoWhileTheyAreListed() {
        List<String> seen = new ArrayList<>();
        for (String name : List.of("a.png", "b.png", "c.png")) {
            store.put(PictureKey.original(name), text("x"));
        }
        try (Stream<StoredPicture> all = store.originals(false)) {
            all.forEach(picture -> {
                seen.add(picture.key().name());
                store.delete(picture.key());
            });
        }
        assertThat(seen).containsExactlyInAnyOrder("a.png", "b.png", "c.png");
        assertThat(originals(false)).isEmpty();
    }

    @Test
    void nothingUnfinishedIsLeftByWritesThatEnded() {
        store.put(KEY, text("x"));

        assertThat(store.removeUnfinished(Instant.now().plus(Duration.ofDays(1))))
                .isZero();
        assertThat(store.find(KEY)).isPresent();
    }

    List<String> originals(boolean trashed) {
        try (Stream<StoredPicture> all = store.originals(trashed)) {
            return all.map(picture -> picture.key().name()).toList();
        }
    }
}
