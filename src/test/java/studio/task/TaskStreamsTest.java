package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

/** Event streams of tasks over real connections. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
@Timeout(60)
class TaskStreamsTest extends SignedInScene {
    private static final String QUICK = "{\"prompt\":\"%s\",\"model\":\"sandbox-sketch\",\"imageSize\":\"512\"}";

    @Test
    void aQuietStreamShowsThatItLives() throws Exception {
        String id = client.create(QUICK.formatted("[slow 30s] x"));
        try (BufferedReader lines = client.stream("/api/generate/task/" + id + "/events")) {
            String line;
            do {
                line = lines.readLine();
            } while (line != null && !line.startsWith(":"));
            assertThat(line).contains("ping");
        } finally {
            client.delete("/api/generate/task/" + id);
        }
    }

    @Test
    void oneStreamTellsOfAllTasksAndGoesOnWhereItBroke() throws Exception {
        String first;
        String lastSeen;
        try (BufferedReader lines = client.stream("/api/tasks/events")) {
            Client.Event ready = Client.next(lines);
            assertThat(ready.name()).isEqualTo("ready");
            assertThat(ready.data().path("complete").asBoolean()).isTrue();
            first = client.create(QUICK.formatted("first"));
            List<Client.Event> own = untilEnd(lines, first);
            assertThat(own.getLast().name()).isEqualTo("done");
            lastSeen = own.getFirst().id();
        }
        String second = client.create(QUICK.formatted("second"));
        client.end(second);
        try (BufferedReader lines = client.stream("/api/tasks/events", "Last-Event-ID", lastSeen)) {
            assertThat(Client.next(lines).data().path("complete").asBoolean()).isTrue();
            List<Client.Event> missed = untilEnd(lines, second);
            assertThat(missed.stream().map(Client.Event::id))
                    .doesNotContain(lastSeen)
                    .doesNotHaveDuplicates();
            assertThat(missed.stream().filter(e -> e.name().equals("done"))).hasSize(2);
        }
        try (BufferedReader lines = client.stream("/api/tasks/events", "Last-Event-ID", "another-start-7")) {
            assertThat(Client.next(lines).data().path("complete").asBoolean()).isFalse();
        }
    }

    private static List<Client.Event> untilEnd(BufferedReader lines, String taskId) throws Exception {
        List<Client.Event> events = new ArrayList<>();
        Client.Event event;
        do {
            event = Client.next(lines);
            assertThat(event).isNotNull();
            events.add(event);
        } while (event.name().equals("status")
                || !event.data().path("id").asText().equals(taskId));
        return events;
    }

    @Test
    void manyReadersOfOneTaskEachGetItsEndExactlyOnce() throws Exception {
        String id = client.create(QUICK.formatted("[slow 1s] shared"));
        List<Thread> readers = new ArrayList<>();
        List<String> ends = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 50; i++) {
            readers.add(Thread.ofVirtual().start(() -> {
                try {
                    client.follow(id, null).stream()
                            .map(Client.Event::name)
                            .filter(name -> !name.equals("status"))
                            .forEach(ends::add);
                } catch (Exception e) {
                    ends.add(e.toString());
                }
            }));
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(ends).hasSize(50).containsOnly("done");
    }
}
