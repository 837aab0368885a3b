package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.files.Folders;

/** The program's commands as processes: what they do, what they refuse, and how they end. */
class CommandLineIT {
    private PromptedUpstream upstream;
    private PackagedServer server;

    @BeforeEach
    void prepare() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("command", upstream.base()).flag("-XX:TieredStopAtLevel=1");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void aStudioMovesToAnotherPlaceWithItsPictures() throws Exception {
        server.start();
        JsonNode done = server.end("quick one");
        String picture =
                done.path("result").path("galleryEntry").path("imagePath").asText();
        byte[] bytes = server.client().bytes(picture);
        Path archive = server.root().resolve("studio.tar");

        assertThat(server.run("backup", archive.toString(), "--with-keys").exit())
                .isZero();

        assertThat(server.run("backup", "/proc/studio.tar"))
                .as("where nothing can be written")
                .satisfies(ran -> assertThat(ran.exit()).isEqualTo(1))
                .satisfies(ran -> assertThat(ran.said()).contains("/proc/"));
        try (PackagedServer other = new PackagedServer("command-moved", upstream.base())) {
            Files.delete(other.configFile());
            PackagedServer.Ran restored = other.run("restore", archive.toString());
            assertThat(restored.exit()).as(restored.said()).isZero();
            other.start();
            assertThat(other.client().bytes(picture)).isEqualTo(bytes);
            Findings.assertSound(other);
        }
    }

    @Test
    void anArchiveThatWasChangedRestoresNothing() throws Exception {
        server.start();
        server.end("quick one");
        Path archive = server.root().resolve("studio.tar");
        assertThat(server.run("backup", archive.toString()).exit()).isZero();
        // In the middle lies the picture, or the database.
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int old = file.read();
            file.seek(file.length() / 2);
            file.write(old ^ 1);
        }
        server.terminate();
        assertThat(server.awaitExit(Duration.ofSeconds(30))).isTrue();

        PackagedServer.Ran ran = server.run("restore", archive.toString(), "--replace");

        assertThat(ran.exit()).as(ran.said()).isEqualTo(1);
        server.start();
        assertThat(Findings.entries(server)).hasSize(1);
        Findings.assertSound(server);
    }

    @Test
    void onAFolderThatAServerHasNothingElseStartsOrRestores() throws Exception {
        server.start();
        Path archive = server.root().resolve("studio.tar");
        assertThat(server.run("backup", archive.toString()).exit()).isZero();

        PackagedServer.Ran restore = server.run("restore", archive.toString(), "--replace");
        assertThat(restore.exit()).as(restore.said()).isEqualTo(1);
        assertThat(restore.said()).contains(Long.toString(server.pid()));

        try (PackagedServer second = new PackagedServer("command-second", upstream.base())) {
            second.with("STUDIO_DATA_DIR", server.data().toString());
            assertThatThrownBy(second::start)
                    .hasMessageContaining("ended with 1")
                    .hasMessageContaining(Long.toString(server.pid()));
        }
        assertThat(server.client().get("/api/gallery").status()).isEqualTo(200);
    }

    @Test
    void theSelfTestSaysWhatIsWrong() throws Exception {
        assertThat(server.run("--self-test"))
                .satisfies(ran -> assertThat(ran.exit()).as(ran.said()).isZero());

        Folders.delete(server.gallery());
        Files.writeString(server.gallery(), "in the way");
        PackagedServer.Ran ran = server.run("--self-test");

        assertThat(ran.exit()).as(ran.said()).isEqualTo(1);
        assertThat(ran.said()).contains(server.gallery().toString());
    }

    @Test
    void commandsEndWithTheirCodes() throws Exception {
        assertThat(server.run("--version"))
                .satisfies(ran -> assertThat(ran.exit()).isZero())
                .satisfies(ran -> assertThat(ran.said()).startsWith("Image Studio "));
        assertThat(server.run("--help").exit()).isZero();
        assertThat(server.run("paint"))
                .satisfies(ran -> assertThat(ran.exit()).isEqualTo(2))
                .satisfies(ran -> assertThat(ran.said()).contains("paint", "image-studio backup"));
        assertThat(server.run("--health").exit()).as("without a server").isEqualTo(1);
        server.with("STUDIO_BASE_PATH", "/studio").start();
        assertThat(server.run("--health").exit()).as("below a path").isZero();
    }
}
