package studio.upstream.dialect;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.files.Glob;
import studio.model.Carried;
import studio.model.Option;
import studio.model.Protocol;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.UpstreamModel;
import studio.upstream.transport.Target;

/**
 * How one provider writes a protocol: the same call under other names. Data from {@code dialects.json}.
 *
 * @param name in API configs
 * @param protocol which protocol it is a variant of
 * @param label for people
 * @param hosts whose form it is, with stars
 * @param basePath of the API on a host that is given without a path
 * @param auth headers with {@code {key}}
 * @param chatPictures false: chat completions at these hosts make no pictures
 * @param pictureModels ids, with stars, of models that are reached through the images form alone
 * @param fields what each option is called on the wire; two names with a comma for an exact size are width and height
 * @param sizeSeparator between width and height of an exact size
 * @param lowerCaseTiers {@code 1k} instead of {@code 1K}
 * @param maxPictures of one call
 * @param references how reference pictures are sent; null: the form knows none
 * @param responseFormat asked for, for models that understand the question; null: whatever comes
 * @param extra sent with every call
 * @param listsModels false: the list of models does not tell what can be asked for
 * @param knownModels shown where the provider lists none
 * @param checkPath of a free GET that wants the key, where no models are listed; two slashes: from the root of the host
 * @param submissions how calls of a protocol with tasks are sent, the first that is for the model counts; empty elsewhere
 * @param task how results are asked for; null where every answer is the result
 * @param failuresAreFree whether the provider promises that a failed task is not billed
 * @param maxReferenceBytes of one reference picture; 0: as the model says
 * @param oneAtATime whether a second call of the same key is refused while the first one runs
 */
@RegisterForReflection
public record Dialect(
        String name,
        Protocol protocol,
        String label,
        List<String> hosts,
        String basePath,
        Map<String, String> auth,
        boolean chatPictures,
        List<String> pictureModels,
        Map<Option, String> fields,
        String sizeSeparator,
        boolean lowerCaseTiers,
        int maxPictures,
        @Nullable References references,
        @Nullable String responseFormat,
        Map<String, Object> extra,
        boolean listsModels,
        List<String> knownModels,
        String checkPath,
        List<Submission> submissions,
        @Nullable AsyncTask task,
        boolean failuresAreFree,
        long maxReferenceBytes,
        boolean oneAtATime) {

    /** A call's target with the key in the provider's headers. */
    public Target target(Connection connection, URI url) {
        Target target = Target.of(connection, url);
        for (Map.Entry<String, String> header : auth.entrySet()) {
            target = target.with(header.getKey(), header.getValue().replace("{key}", connection.apiKey()));
        }
        return target;
    }

    /**
     * Where reference pictures go in a call.
     *
     * @param one the field of a single one
     * @param many the field of a list of several, or with {@code {n}} of each one after the first; the same when absent
     * @param form how each is written; a data URL when absent
     * @param list whether a single one is a list, too
     * @param edits whether such a call goes to {@code /images/edits}
     */
    @RegisterForReflection
    public record References(String one, String many, Form form, boolean list, boolean edits) {
        public References {
            many = Objects.requireNonNullElse(many, one);
            form = Objects.requireNonNullElse(form, Form.DATA_URL);
        }

        /** Forms of a picture. */
        public enum Form {
            /** A part of a multipart form, as which the whole call is sent. */
            MULTIPART,
            DATA_URL,
            BASE64,
            /** {@code {"image_url": data URL}}. */
            OBJECT,
            /** {@code {"type": "image_url", "url": data URL}}. */
            TYPED
        }
    }

    /**
     * How calls for some models are sent.
     *
     * @param models ids, with stars
     * @param path behind the base of the API; {@code {model}} stands for the model's id, which is then not in the body
     * @param edits the path when there are reference pictures; null: the same
     * @param body the shape of the JSON; flat when absent
     * @param references how reference pictures are sent; null: as the dialect says
     * @param uncounted whether the number of pictures may not be said
     * @param atOnce whether the answer is the result; false: it is a task's id
     */
    @RegisterForReflection
    public record Submission(
            List<String> models,
            String path,
            @Nullable String edits,
            Shape body,
            @Nullable References references,
            boolean uncounted,
            boolean atOnce) {

        public Submission {
            body = Objects.requireNonNullElse(body, Shape.FLAT);
        }

        /** Shapes of a call's JSON. */
        public enum Shape {
            /** All fields side by side, as in the images form. */
            FLAT,
            /** DashScope: {@code input.messages}, all options in {@code parameters}. */
            MESSAGES,
            /** DashScope's older calls: {@code input.prompt} and {@code input.images}, all options in {@code parameters}. */
            PROMPT
        }
    }

    /** Whether a host is one of the provider's. */
    public boolean isFor(String host) {
        return matches(hosts, host);
    }

    /** Whether a model is reached through the images form alone. */
    boolean paintsOnly(String model) {
        return !chatPictures || matches(pictureModels, model);
    }

    /** How a call for a model is sent. */
    public Submission submission(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        return submissions.stream()
                .filter(submission -> matches(submission.models(), name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(this.name + " has no way to submit " + model));
    }

    public Billing billing() {
        return failuresAreFree ? Billing.FAILURES_ARE_FREE : Billing.FAILURES_MAY_COST;
    }

    /** Whether an address, whose host it is for, has the path of this API. */
    boolean isAt(String path) {
        return path.startsWith(basePath);
    }

    /** What a list of models says about a connection. */
    public ConnectionCheck check(List<UpstreamModel> models, String wanted) {
        ConnectionCheck check = ConnectionCheck.of(models, wanted, null);
        return listsModels ? check : check.withoutModel();
    }

    /** What gets through. */
    public Carried carried() {
        EnumSet<Option> carried = EnumSet.noneOf(Option.class);
        carried.addAll(fields.keySet());
        if (references != null) {
            carried.add(Option.REFERENCES);
        }
        return new Carried(carried, maxReferenceBytes);
    }

    static boolean matches(List<String> patterns, String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return patterns.stream().anyMatch(pattern -> new Glob(pattern).matches(name));
    }
}
