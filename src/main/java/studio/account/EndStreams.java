package studio.account;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Subject;
import studio.web.event.EventStreams;

/** Ends the event streams of a session with it, on every instance; {@link EventStreams} does so by itself a heartbeat later. */
@Singleton
class EndStreams {

    /** @param sessions which by then have heard of the same change */
    void onStart(@Observes StartupEvent event, ChangeBus changes, SqlSessions sessions, EventStreams streams) {
        follow(changes, streams::check);
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
