package studio.account;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Subject;
import studio.web.event.EventStreams;

/**
 * Ends the event streams of a session with it, where it may have ended at another instance; {@link EventStreams} does so by itself a
 * heartbeat later, which is soon enough where there is one.
 */
@Singleton
class EndStreams {

    /** @param sessions which by then have heard of the same change */
    void onStart(@Observes StartupEvent event, ChangeBus changes, SqlSessions sessions, EventStreams streams) {
        if (changes.shared()) {
            follow(changes, streams::check);
        }
    }

    /** @param check ends the streams of sessions that have ended */
    static void follow(ChangeBus changes, Runnable check) {
        changes.subscribe(change -> {
            if (change.subject() == Subject.SESSION) {
                check.run();
            }
        });
    }
}
