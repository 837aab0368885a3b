package studio.proof;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import studio.testing.Client;

/** The stream of all tasks as a browser reads it, with the moment at which each event arrived. */
final class WatchedFeed implements AutoCloseable {
    private static final String PATH = "/api/tasks/events";

    /** @param at by {@link System#nanoTime} */
    record Arrived(long at, Client.Event event) {}

    private final BufferedReader lines;
    private final List<Arrived> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private final Thread reader;

    private WatchedFeed(BufferedReader lines) {
        this.lines = lines;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static WatchedFeed at(Client client, String... headers) throws IOException, InterruptedException {
        WatchedFeed feed = new WatchedFeed(client.stream(PATH, headers));
        await().atMost(Duration.ofSeconds(10)).until(() -> !feed.events.isEmpty());
        return feed;
    }

    private void read() {
        try (lines) {
            for (Client.Event event = Client.next(lines); event != null; event = Client.next(lines)) {
                events.add(new Arrived(System.nanoTime(), event));
            }
        } catch (IOException cutOff) {
            // That is how it ends when the server dies.
        } finally {
            over.countDown();
        }
    }

    List<Arrived> events() {
        return events;
    }

    /** Of one task. */
    List<Arrived> of(String task) {
        return events.stream()
                .filter(one -> one.event().data().path("id").asText().equals(task))
                .toList();
    }

    /** Waits for the event that reports the end of a task. */
    Arrived awaitEnd(String task, Duration limit) {
        return await().atMost(limit)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> of(task).stream()
                                .filter(one -> Findings.ended(one.event().data()))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** @return whether the server has ended the stream in time */
    boolean awaitOver(Duration limit) throws InterruptedException {
        return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Hangs up. Whoever reads a line holds the lock of the reader, so it is the reading that ends. */
    @Override
    public void close() {
        reader.interrupt();
    }
}
