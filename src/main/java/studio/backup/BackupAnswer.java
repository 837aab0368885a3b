package studio.backup;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import studio.config.InvalidConfigException;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;

/** The answer that is a backup, made while it is sent. */
@Singleton
class BackupAnswer {
    static final String TAR = "application/x-tar";

    private static final Logger LOG = Logger.getLogger(BackupAnswer.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final FolderSettings folders;

    /** Whether one is being made: each reads everything there is. */
    private final AtomicBoolean running = new AtomicBoolean();

    private final FreeSpace space;

    BackupAnswer(FolderSettings folders, FreeSpace space) {
        this.folders = folders;
        this.space = space;
    }

    /**
     * @param routing the request's end lets the next one in, also when nobody ever asks for the body
     * @throws ProblemException 409 {@code backup_running}
     */
    Response begin(boolean withKeys, RoutingContext routing) {
        space.assertEnough();
        take();
        boolean begun = false;
        try {
            Backup backup = Backup.begin(folders, withKeys);
            begun = true;
            AtomicBoolean claimed = new AtomicBoolean();
            routing.addEndHandler(ended -> leave(backup, claimed));
            if (routing.response().closed()) {
                // Gone before the handler could hear of it.
                leave(backup, claimed);
            }
            String name = "image-studio-backup-" + STAMP.format(backup.createdAt()) + ".tar";
            StreamingOutput body = out -> {
                if (!claimed.getAndSet(true)) {
                    send(backup, out);
                }
            };
            return Response.ok(body, TAR)
                    .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                    .build();
        } catch (InvalidConfigException e) {
            throw ProblemException.of(ProblemCode.CONFIG_BROKEN)
                    .withDetail(e.sentence().in(Language.ENGLISH))
                    .causedBy(e);
        } catch (IOException | BackupException e) {
            throw ProblemException.of(ProblemCode.BACKUP_FAILED).causedBy(e);
        } finally {
            if (!begun) {
                release();
            }
        }
    }

    void take() {
        if (running.getAndSet(true)) {
            throw ProblemException.of(ProblemCode.BACKUP_RUNNING);
        }
    }

    void release() {
        running.set(false);
    }

    /** Nobody fetches the body, so nobody else would end the backup. */
    private void leave(Backup backup, AtomicBoolean claimed) {
        if (claimed.getAndSet(true)) {
            return;
        }
        try (backup) {
            LOG.info("A backup was asked for and not fetched");
        } catch (IOException e) {
            LOG.warn("The files of a backup that nobody fetched remain", e);
        } finally {
            release();
        }
    }

    private void send(Backup backup, OutputStream out) throws IOException {
        try (backup) {
            Backup.Written written = backup.writeTo(out);
            LOG.infof(
                    "Backed up %d files, %d bytes, %d deleted meanwhile",
                    written.files(), written.bytes(), written.missing().size());
        } finally {
            release();
        }
    }
}
