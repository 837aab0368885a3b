package studio.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import studio.account.OpenSessions;
import studio.files.Sha256;
import studio.task.Task;
import studio.task.run.LiveTasks;
import studio.upstream.PublicPosts;

/**
 * Tells browsers that subscribed the end of each task. It has two threads and a bounded queue of its own; where more comes than they
 * can send, notices are dropped. No task ever waits for it, or fails with it.
 */
@Singleton
class SendNotices implements LiveTasks.Listener {
    private static final Logger LOG = Logger.getLogger(SendNotices.class);
    private static final int THREADS = 2;
    private static final int QUEUED = 500;
    /** How long a push service keeps a message for a device that is off. */
    private static final Duration KEPT = Duration.ofHours(12);

    private final SqlPush store;
    private final Predicate<String> goesOn;
    private final Watching watching;
    private final PublicPosts posts;
    private final ObjectMapper json;
    private final Duration pause;
    private final ThreadPoolExecutor threads;

    @Inject
    SendNotices(SqlPush store, OpenSessions sessions, Watching watching, PublicPosts posts, ObjectMapper json) {
        this(store, sessions::contains, watching, posts, json, Duration.ofSeconds(5));
    }

    /**
     * @param goesOn whether a session has not ended
     * @param pause before a second try
     */
    SendNotices(
            SqlPush store,
            Predicate<String> goesOn,
            Watching watching,
            PublicPosts posts,
            ObjectMapper json,
            Duration pause) {
        this.store = store;
        this.goesOn = goesOn;
        this.watching = watching;
        this.posts = posts;
        this.json = json;
        this.pause = pause;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED),
                Thread.ofPlatform().daemon().name("push-", 1).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
    }

    void onStart(@Observes @Priority(1500) StartupEvent event, LiveTasks tasks) {
        tasks.tellOf(this);
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    @Override
    public void changed(Task task, long change) {
        if (TaskNotice.isWorthOne(task.status())) {
            threads.execute(() -> sendAll(task));
        }
    }

    private void sendAll(Task task) {
        try {
            for (Subscription subscription : store.all()) {
                if (goesOn.test(subscription.sessionId()) && !watching.contains(subscription.sessionId())) {
                    threads.execute(() -> send(task, subscription));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("Nobody was notified of a task's end", e);
        }
    }

    private byte[] written(TaskNotice notice) throws JsonProcessingException {
        return json.writeValueAsBytes(notice);
    }

    private void send(Task task, Subscription subscription) {
        try {
            byte[] message = written(TaskNotice.of(task, subscription));
            int status = status(subscription, task.id(), message);
            if (status == 404 || status == 410) {
                store.drop(subscription);
            } else if (status / 100 != 2) {
                LOG.infof("A push service answered %d to a notification", status);
            }
        } catch (PublicPosts.RefusedException e) {
            store.drop(subscription);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.infof("A notification was not sent: %s", e.getMessage());
        }
    }

    /** Tries a second time where that may help: the topic keeps a device from showing both. */
    private int status(Subscription to, String taskId, byte[] message)
            throws IOException, GeneralSecurityException, InterruptedException {
        try {
            int status = post(to, taskId, message);
            if (status != 429 && status < 500) {
                return status;
            }
        } catch (PublicPosts.RefusedException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("A push service was not reached", e);
        }
        Thread.sleep(pause);
        return post(to, taskId, message);
    }

    private int post(Subscription to, String taskId, byte[] message) throws IOException, GeneralSecurityException {
        String authorization = store.key().authorization(URI.create(to.endpoint()), to.contact(), Instant.now());
        Map<String, String> headers = Map.of(
                "Authorization",
                authorization,
                "Content-Encoding",
                "aes128gcm",
                "Content-Type",
                "application/octet-stream",
                "TTL",
                Long.toString(KEPT.toSeconds()),
                "Urgency",
                "high",
                "Topic",
                P256.base64(Sha256.of(taskId)).substring(0, 32));
        return posts.post(
                to.endpoint(),
                headers,
                PushEncryption.encrypt(message, P256.decoded(to.browserKey()), P256.decoded(to.authSecret())));
    }
}
