package studio.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.config.InvalidConfigException;
import studio.files.TimeStamp;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;

/** Everything that the studio holds, as one file that is made while it is sent. */
@Path("/api/backup")
@Tag(name = "Service")
@Singleton
public class BackupResource {
    private static final Logger LOG = Logger.getLogger(BackupResource.class);
    private static final String TAR = "application/x-tar";

    private final FolderSettings folders;
    private final FreeSpace space;

    /** One at a time: each reads everything there is. */
    private final AtomicBoolean running = new AtomicBoolean();

    BackupResource(FolderSettings folders, FreeSpace space) {
        this.folders = folders;
        this.space = space;
    }

    /**
     * What a backup should hold.
     *
     * @param withKeys also API keys, the work password and the secret of the sessions; not when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BackupRequest(@Nullable Boolean withKeys) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(TAR)
    @Blocking
    @Operation(
            summary = "A consistent copy of database, config and pictures, for `image-studio restore`",
            description = "A tar, made while it is sent. It ends with SHA256SUMS; one without was cut off.")
    @APIResponse(responseCode = "200", content = @Content(mediaType = TAR))
    public Response backup(@Nullable BackupRequest request, @Context RoutingContext routing) {
        space.assertEnough();
        take();
        boolean begun = false;
        try {
            Backup backup = Backup.begin(folders, request != null && Boolean.TRUE.equals(request.withKeys()));
            begun = true;
            return answer(backup, routing);
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

    /** The request's end lets the next one in, also when the body is never asked for. */
    private Response answer(Backup backup, RoutingContext routing) {
        AtomicBoolean claimed = new AtomicBoolean();
        routing.addEndHandler(ended -> leave(backup, claimed));
        if (routing.response().closed()) {
            // Gone before the handler could hear of it.
            leave(backup, claimed);
        }
        StreamingOutput body = out -> {
            if (!claimed.getAndSet(true)) {
                send(backup, out);
            }
        };
        String name = "image-studio-backup-" + TimeStamp.of(backup.createdAt()) + ".tar";
        return Response.ok(body, TAR)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }

    void take() {
        if (running.getAndSet(true)) {
            throw ProblemException.of(ProblemCode.BACKUP_RUNNING);
        }
    }

    void release() {
        running.set(false);
    }

    private void leave(Backup backup, AtomicBoolean claimed) {
        if (claimed.getAndSet(true)) {
            return;
        }
        try (backup) {
            LOG.info("A backup was asked for and not fetched");
        } catch (IOException e) {
            LOG.warn("The files of a backup that was not fetched remain", e);
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
