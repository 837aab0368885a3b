package studio.backup;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.DiskPictureStore;
import studio.storage.RealDatabase;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class BackupHttpTest {
    @TempDir
    Path root;

    @Inject
    BackupResource turn;

    @Test
    void aBackupThatIsFetchedCanBeRestored() throws Exception {
        byte[] archive = given().header("Authorization", SignedIn.bearer())
                .contentType("application/json")
                .body("{\"withKeys\": true}")
                .post("/api/backup")
                .then()
                .statusCode(200)
                .header("Content-Type", "application/x-tar")
                .extract()
                .asByteArray();

        Restore.Restored restored = new Restore(
                        RealDatabase.folders(root), () -> new DiskPictureStore(root.resolve("gallery")))
                .from(new ByteArrayInputStream(archive), false);

        assertThat(restored.password()).isNull();
        assertThat(root.resolve("config/app.config.json")).content().contains(FreshFolders.PASSWORD);
        // The turn is over: the next one is served.
        turn.take();
        given().header("Authorization", SignedIn.bearer())
                .contentType("application/json")
                .body("{}")
                .post("/api/backup")
                .then()
                .statusCode(409);
        turn.release();
    }

    @Test
    void whoeverLeavesWithoutTheBackupGivesTheTurnBack() throws Exception {
        String request = "POST /api/backup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\nAuthorization: " + SignedIn.bearer() + "\r\n\r\n{}";
        for (int visitor = 0; visitor < 5; visitor++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
        }

        await().untilAsserted(() -> given().header("Authorization", SignedIn.bearer())
                .contentType("application/json")
                .body("{}")
                .post("/api/backup")
                .then()
                .statusCode(200));
    }

    @Test
    void nobodyElseGetsOne() {
        given().contentType("application/json")
                .body("{}")
                .post("/api/backup")
                .then()
                .statusCode(401);
    }
}
