package studio.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import studio.config.InvalidConfigException;
import studio.files.TimeStamp;
import studio.picture.PictureStore;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.Database;
import studio.storage.FreeSpace;
import studio.storage.ShortLinks;
import studio.web.BasePath.ServerPath;

/** Everything that the studio holds, as one file that is made while it is sent. */
@Path("/api/backup")
@Tag(name = "Service")
@Singleton
public class BackupResource {
    private static final Logger LOG = Logger.getLogger(BackupResource.class);
    private static final String TAR = "application/x-tar";
    private static final int MAX_LINKS = 20;

    private final FolderSettings folders;
    private final PictureStore pictures;
    private final FreeSpace space;
    private final Database database;

    /** One at a time: each reads everything there is. */
    private final AtomicBoolean running = new AtomicBoolean();

    /** Whether with keys. Each fetch is a backup of that moment. */
    private final ShortLinks links;

    BackupResource(FolderSettings folders, PictureStore pictures, FreeSpace space, Database database) {
        this.folders = folders;
        this.pictures = pictures;
        this.space = space;
        this.database = database;
        this.links = ShortLinks.over(database, "backup", MAX_LINKS);
    }

    /**
     * What a backup should hold.
     *
     * @param withKeys also API keys, the work password and the secret of the sessions; not when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BackupRequest(@Nullable Boolean withKeys) {}

    /**
     * A backup that waits to be fetched.
     *
     * @param url path of the backup on this server
     * @param expiresAt when the address ends; a download that has started by then goes on
     */
    @RegisterForReflection
    public record BackupDownload(
            @JsonSerialize(using = ServerPath.class) String url, Instant expiresAt) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(TAR)
    @Blocking
    @Operation(
            summary = "A consistent copy of database, config and pictures, for `image-studio restore`",
            description = "A tar, made while it is sent. It ends with SHA256SUMS; one without was cut off.")
    @APIResponse(responseCode = "200", content = @Content(mediaType = TAR))
    public Response backup(@Nullable BackupRequest request, @Context RoutingContext routing) {
        return backup(withKeys(request), routing);
    }

    /** The page asks for a link, and the browser fetches it by itself. For that the cookie is enough. */
    @POST
    @Path("downloads")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "An address at which a browser fetches a backup",
            description =
                    "It works for ten minutes or until the server restarts; each fetch is a backup of that moment.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = BackupDownload.class)))
    public BackupDownload prepare(@Nullable BackupRequest request) {
        space.assertEnough();
        ShortLinks.Link link = links.make(Boolean.toString(withKeys(request)));
        return new BackupDownload("/api/backup/downloads/" + link.id(), link.expiresAt());
    }

    @GET
    @Path("downloads/{id}")
    @Produces(TAR)
    @Blocking
    @Operation(summary = "The backup of a link")
    @APIResponse(responseCode = "200", content = @Content(mediaType = TAR))
    public Response fetch(@PathParam("id") String id, @Context Request request, @Context RoutingContext routing) {
        boolean withKeys = Boolean.parseBoolean(links.find(id)
                .orElseThrow(() -> ProblemException.of(ProblemCode.DOWNLOAD_NOT_FOUND))
                .target());
        // Download managers ask for the name by HEAD before they fetch.
        return request.getMethod().equals(HttpMethod.HEAD)
                ? Response.ok()
                        .type(TAR)
                        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(Instant.now()))
                        .build()
                : backup(withKeys, routing);
    }

    private static boolean withKeys(@Nullable BackupRequest request) {
        return request != null && Boolean.TRUE.equals(request.withKeys());
    }

    private Response backup(boolean withKeys, RoutingContext routing) {
        space.assertEnough();
        take();
        boolean begun = false;
        try {
            Backup backup = begin(withKeys);
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

    private Backup begin(boolean withKeys) throws IOException, BackupException {
        return switch (database.dialect()) {
            case SQLITE -> Backup.begin(folders, () -> pictures, withKeys);
            case POSTGRESQL -> Backup.begin(folders, database, () -> pictures, withKeys);
        };
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
        return Response.ok(body, TAR)
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(backup.createdAt()))
                .build();
    }

    private static String attachment(Instant createdAt) {
        return "attachment; filename=\"image-studio-backup-" + TimeStamp.of(createdAt) + ".tar\"";
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
