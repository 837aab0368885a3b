package studio.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.settings.FolderSettings;
import studio.task.run.TaskDispatch;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamScene;

/** Answers that are paid for arrive while the database is somebody else's: none is lost, and none is asked for again. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class LockedDatabaseTest extends UpstreamScene {
    @Inject
    FolderSettings folders;

    @Inject
    TaskSettings limits;

    @Inject
    TaskDispatch dispatch;

    private final CountDownLatch answer = new CountDownLatch(1);
    private Connection other;

    @BeforeEach
    void connect() throws Exception {
        other = DriverManager.getConnection("jdbc:sqlite:" + folders.database() + "?busy_timeout=20000");
        upstream.then(wire -> {
            answer.await();
            paint(wire);
        });
        configure("");
    }

    @AfterEach
    void unlock() throws Exception {
        answer.countDown();
        other.close();
    }

    /** Beyond the database's own patience and beyond that of those who queue for it. */
    @ParameterizedTest
    @ValueSource(ints = {9, 25})
    void anAnswerThatComesMeanwhileIsInTheGalleryAfterwards(int seconds) throws Exception {
        String id = client.create(request(""));
        assertThat(upstream.awaitRequest()).isTrue();
        Thread unlocking = lockedFor(Duration.ofSeconds(seconds));
        answer.countDown();

        JsonNode task = client.end(id);

        unlocking.join();
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.at("/result/galleryEntry/width").asInt()).isEqualTo(120);
        assertThat(task.at("/attempts/0/outcome").asText()).isEqualTo("done");
        assertThat(task.at("/attempts/0/status").asInt()).isEqualTo(200);
        assertThat(upstream.posts()).isEqualTo(1);
        assertThat(dispatch.load().waiting()).isZero();
        assertThat(client.end(client.create(request(""))).path("status").asText())
                .isEqualTo("done");
    }

    @Test
    void everyPlaceIsFreeAgainAfterwards() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= limits.concurrent().getAsInt(); i++) {
            ids.add(client.create(request("")));
        }
        assertThat(upstream.awaitRequest()).isTrue();
        Thread unlocking = lockedFor(Duration.ofSeconds(7));
        answer.countDown();
        unlocking.join();
        for (String id : ids) {
            assertThat(client.end(id).path("status").asText()).isEqualTo("done");
        }
        assertThat(upstream.posts()).isEqualTo(ids.size());
        await().untilAsserted(() -> assertThat(dispatch.load()).isEqualTo(new TaskDispatch.Load(0, 0)));
    }

    private Thread lockedFor(Duration time) throws SQLException {
        execute("BEGIN IMMEDIATE");
        return Thread.ofPlatform().start(() -> {
            try {
                // The lock is held for a time, as it would be: there is nothing to be awaited.
                Thread.sleep(time);
                execute("ROLLBACK");
            } catch (InterruptedException | SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void paint(UpstreamDouble.Wire wire) throws IOException {
        wire.json(
                200,
                "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png(120, 80)) + "\"}}]}}]}");
    }
}
