package studio.task.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.SharedFiles;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.picture.bucket.S3Server;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;
import studio.storage.job.Turns;
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.TaskFailure;
import studio.upstream.FailureCode.NextStep;

/** Two instances with data folders of their own on one bucket. */
class SharedReferencesTest {
    @TempDir
    Path root;

    private S3Server server;
    private ReferencePictures here;
    private ReferencePictures there;

    @BeforeEach
    void open() throws IOException {
        server = new S3Server(Files.createDirectories(root.resolve("s3")));
        Turns turns = Turns.ofThisProcess();
        here = open("here", turns);
        there = open("there", turns);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ReferencePictures open(String name, Turns turns) throws IOException {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("STUDIO_DATABASE_URL", "postgresql://u:p@localhost/d");
        FolderSettings folders = TestSettings.folders(root.resolve(name), environment);
        Files.createDirectories(folders.inputs());
        Files.createDirectories(folders.temp());
        SharedFiles files = PictureStores.files(
                folders, PictureStores.open(folders, TestSettings.of(BucketSettings.class, environment)));
        return OpenReferences.in(folders, files, turns);
    }

    @Test
    void whatWasUploadedToOneInstanceIsSentByAnother() throws Exception {
        byte[] png = png(8);
        ReferencePicture uploaded = here.receive(new ByteArrayInputStream(png), "body");

        assertThat(there.find(uploaded.sha256())).contains(uploaded);
        assertThat(there.keeps(uploaded)).isTrue();
        assertThat(there.file(uploaded)).hasBinaryContent(png);
        assertThat(there.file(uploaded)).startsWith(root.resolve("there"));
    }

    @Test
    void theSamePictureAtTwoInstancesIsOne() throws Exception {
        ReferencePicture one = here.receive(new ByteArrayInputStream(png(8)), "body");
        ReferencePicture other = there.receive(new ByteArrayInputStream(png(8)), "body");

        assertThat(other).isEqualTo(one);
        assertThat(server.keys()).filteredOn(key -> key.startsWith(".inputs/")).hasSize(1);
    }

    @Test
    void whatOneInstanceUsesAnotherDoesNotRemove() throws Exception {
        ReferencePicture used = here.receive(new ByteArrayInputStream(png(8)), "a");
        ReferencePicture free = here.receive(new ByteArrayInputStream(png(9)), "b");
        ReferencePicture needed = here.receive(new ByteArrayInputStream(png(10)), "c");
        for (ReferencePicture picture : new ReferencePicture[] {used, free, needed}) {
            age(picture);
        }
        // A process that has just started knows of nothing.
        assertThat(open("third", Turns.ofThisProcess()).find(used.sha256())).isPresent();

        int gone = open("fourth", Turns.ofThisProcess())
                .expire(Instant.now().minus(Duration.ofDays(1)), sha256 -> sha256.equals(needed.sha256()));

        assertThat(gone).isEqualTo(1);
        ReferencePictures later = open("fifth", Turns.ofThisProcess());
        assertThat(later.keeps(used)).isTrue();
        assertThat(later.keeps(needed)).isTrue();
        assertThat(later.keeps(free)).isFalse();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> later.file(free))
                .satisfies(e -> assertThat(e.code()).isEqualTo("reference_gone"));
    }

    @Test
    void copiesThatNobodyReadsAnyMoreAreRemovedAndFetchedAgain() throws Exception {
        ReferencePicture uploaded = here.receive(new ByteArrayInputStream(png(8)), "body");
        Path copy = here.file(uploaded);

        here.removeCopies(Instant.now().minus(Duration.ofDays(1)));
        assertThat(copy).exists();
        here.removeCopies(Instant.now().plusSeconds(60));
        assertThat(copy).doesNotExist();

        assertThat(here.file(uploaded)).exists();
    }

    @Test
    void aBucketThatDoesNotAnswerIsTheReasonThatIsGiven() throws Exception {
        ReferencePicture uploaded = here.receive(new ByteArrayInputStream(png(8)), "body");
        server.stop();

        assertThat(here.file(uploaded)).exists();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> there.file(uploaded))
                .satisfies(e -> assertThat(e.code()).isEqualTo("bucket_unavailable"))
                .satisfies(e -> {
                    TaskFailure failure = TaskFailure.of(e);
                    assertThat(failure.nextStep()).isEqualTo(NextStep.RETRY_LATER);
                    assertThat(failure.mayBeBilled()).isFalse();
                    assertThat(failure.httpStatus()).isEqualTo(503);
                });
    }

    private void age(ReferencePicture picture) throws IOException {
        Path object = server.objects().resolve(".inputs").resolve(picture.fileName());
        Files.setLastModifiedTime(object, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    private static byte[] png(int side) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
