package studio.push;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.ProblemException;

/** This browser's notifications: whether it hears of the end of tasks while the page is closed. */
@Path("/api/push")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Notifications")
public class PushResource {

    /**
     * @param publicKey what the browser subscribes with, in base64url
     * @param subscribed whether this session is told
     * @param showPrompt whether what it is told carries prompts
     */
    @Schema(name = "Push")
    record PushState(String publicKey, boolean subscribed, boolean showPrompt) {}

    record BrowserKeys(@Nullable String p256dh, @Nullable String auth) {}

    /**
     * A subscription as browsers give it ({@code PushSubscription.toJSON()}).
     *
     * @param showPrompt whether messages may carry the prompt; no when absent
     */
    @Schema(
            name = "PushSubscription",
            requiredProperties = {"endpoint", "keys"})
    record BrowserSubscription(
            @Nullable String endpoint,
            @Nullable BrowserKeys keys,
            @Nullable Boolean showPrompt) {}

    /** @param visible whether somebody has the page before them; holds for a minute */
    @Schema(name = "PushWatching", requiredProperties = "visible")
    record Visibility(@Nullable Boolean visible) {}

    private final SqlPush store;
    private final Watching watching;
    private final CurrentIdentityAssociation identities;

    PushResource(SqlPush store, Watching watching, CurrentIdentityAssociation identities) {
        this.store = store;
        this.watching = watching;
        this.identities = identities;
    }

    @GET
    @Operation(summary = "The key to subscribe with, and whether this session is told")
    public PushState state() {
        return state(store.find(session()).orElse(null));
    }

    @PUT
    @Operation(summary = "Tells this browser the end of tasks, until the session ends")
    @Consumes(MediaType.APPLICATION_JSON)
    public PushState subscribe(
            @Nullable BrowserSubscription body,
            @HeaderParam("Accept-Language") @Nullable String languages,
            @HeaderParam("Origin") @Nullable String origin) {
        BrowserSubscription given = ProblemException.present(body);
        BrowserKeys keys = given.keys() == null ? new BrowserKeys(null, null) : given.keys();
        Subscription subscription = new Subscription(
                session(),
                Subscription.checkedEndpoint(given.endpoint()),
                Subscription.checkedKey(keys.p256dh()),
                Subscription.checkedSecret(keys.auth()),
                Subscription.contactOf(origin),
                Language.of(languages),
                Boolean.TRUE.equals(given.showPrompt()),
                Instant.now());
        store.put(subscription);
        return state(subscription);
    }

    @DELETE
    @Operation(summary = "Tells this browser nothing any more")
    public PushState unsubscribe() {
        boolean unused = store.remove(session());
        return state(null);
    }

    @PUT
    @Path("/watching")
    @Operation(summary = "Says whether this browser has the page in sight, so that it is not told what it sees")
    @Consumes(MediaType.APPLICATION_JSON)
    public void watch(@Nullable Visibility body) {
        watching.set(
                session(), Boolean.TRUE.equals(ProblemException.present(body).visible()));
    }

    private PushState state(@Nullable Subscription own) {
        return new PushState(store.key().publicKey(), own != null, own != null && own.showPrompt());
    }

    private String session() {
        return ((JsonWebToken) identities.getIdentity().getPrincipal()).getTokenID();
    }
}
