package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.testing.FreshFolders;
import studio.testing.UpstreamScene;

/** Every connection that reads is taken, as by searches that do not end, while an answer arrives. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class StarvedReadersTest extends UpstreamScene {
    @Inject
    @DataSource("reader")
    Instance<AgroalDataSource> pool;

    @Inject
    LiveTasks tasks;

    @Test
    void aTaskReachesItsEndThoughNobodyCanBeTold() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        upstream.then(wire -> {
            answer.await();
            wire.json(
                    200,
                    "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                            + Base64.getEncoder().encodeToString(png(120, 80)) + "\"}}]}}]}");
        });
        configure("");
        String id = client.create(request(""));
        assertThat(upstream.awaitRequest()).isTrue();
        LiveTask live = tasks.find(id).orElseThrow();

        Task ended;
        List<Connection> taken = takeAll();
        try {
            answer.countDown();
            ended = live.end().get(60, java.util.concurrent.TimeUnit.SECONDS);
        } finally {
            for (Connection one : taken) {
                one.close();
            }
        }

        assertThat(ended.status()).isEqualTo(TaskStatus.DONE);
        JsonNode task = client.end(id);
        assertThat(task.at("/result/galleryEntry/width").asInt()).isEqualTo(120);
        assertThat(upstream.posts()).isEqualTo(1);
    }

    private List<Connection> takeAll() throws Exception {
        List<Connection> taken = new ArrayList<>();
        AgroalDataSource readers = pool.get();
        int all = readers.getConfiguration().connectionPoolConfiguration().maxSize();
        for (int i = 0; i < all; i++) {
            taken.add(readers.getConnection());
        }
        return taken;
    }
}
