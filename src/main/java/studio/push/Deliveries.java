package studio.push;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.upstream.PublicPosts;

/**
 * Sends each browser the newest notice. At most one message for a browser is on its way; what comes meanwhile is in the next
 * one. A push service that does not answer well is tried once more, after a pause.
 */
class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    private final SqlPush store;
    private final PostNotice post;
    private final PushThreads threads;
    private final Duration pause;
    private final Function<Subscription, Optional<TaskNotice>> newest;
    /** Sessions. */
    private final Set<String> onTheWay = new HashSet<>();

    private final Map<String, Subscription> next = new HashMap<>();

    /**
     * @param pause before the second try
     * @param newest what a browser is told now, if anything
     */
    Deliveries(
            SqlPush store,
            PostNotice post,
            PushThreads threads,
            Duration pause,
            Function<Subscription, Optional<TaskNotice>> newest) {
        this.store = store;
        this.post = post;
        this.threads = threads;
        this.pause = pause;
        this.newest = newest;
    }

    void send(Subscription to) {
        synchronized (this) {
            if (!onTheWay.add(to.sessionId())) {
                next.put(to.sessionId(), to);
                return;
            }
        }
        threads.run(() -> attempt(to, false));
    }

    private void attempt(Subscription to, boolean again) {
        Optional<TaskNotice> notice = newest.apply(to);
        if (notice.isPresent() && !posted(notice.get(), to, again)) {
            threads.runAfter(pause, () -> attempt(to, true));
            return;
        }
        Subscription newer = end(to);
        if (newer != null && !newest.apply(newer).equals(notice)) {
            send(newer);
        }
    }

    private synchronized @Nullable Subscription end(Subscription to) {
        onTheWay.remove(to.sessionId());
        return next.remove(to.sessionId());
    }

    /** False where a second try may help. */
    private boolean posted(TaskNotice notice, Subscription to, boolean again) {
        try {
            int status = post.post(notice, to);
            if (status == 404 || status == 410) {
                store.drop(to);
            } else if (!again && (status == 429 || status >= 500)) {
                return false;
            } else if (status / 100 != 2) {
                LOG.infof("A push service answered %d to a notification", status);
            }
        } catch (PublicPosts.RefusedException e) {
            store.drop(to);
        } catch (IOException e) {
            if (!again) {
                return false;
            }
            LOG.infof("A push service was not reached: %s", e.getMessage());
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.infof("A notification was not sent: %s", e.getMessage());
        }
        return true;
    }
}
