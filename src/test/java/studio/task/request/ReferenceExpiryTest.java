package studio.task.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.settings.FolderSettings;
import studio.storage.RealDatabase;
import studio.task.GenerationRequest.ReferencePicture;

class ReferenceExpiryTest {
    private static final int ROUNDS = 1_000;

    @TempDir
    Path folder;

    private ReferencePictures references;
    private Path inputs;

    @BeforeEach
    void open() throws Exception {
        FolderSettings folders = RealDatabase.folders(folder);
        inputs = Files.createDirectories(folders.inputs());
        Files.createDirectories(folders.temp());
        references = OpenReferences.in(folders);
    }

    @Test
    void aPictureThatIsFoundAtTheMomentItExpiresStays() throws Exception {
        byte[] png = png();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ROUNDS; i++) {
                ReferencePicture picture = references.receive(new ByteArrayInputStream(png), "body");
                Path file = inputs.resolve(picture.fileName());
                Instant now = Instant.now();
                Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(2))));
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Boolean> use = threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return references.find(picture.sha256()).isPresent();
                });
                Future<Integer> expiry = threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return references.expire(now.minus(Duration.ofDays(1)), sha256 -> false);
                });
                boolean kept = use.get(10, TimeUnit.SECONDS);
                assertThat(expiry.get(10, TimeUnit.SECONDS)).as("round %d", i).isEqualTo(kept ? 0 : 1);
                assertThat(Files.exists(file)).as("round %d", i).isEqualTo(kept);
            }
        }
    }

    private static byte[] png() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
