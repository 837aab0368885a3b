package studio.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.json.JsonSpool;
import studio.json.SpoolLimitException;
import studio.json.SpooledJson;

/** Turns the body of a 2xx of an upstream with tasks into a {@link TaskReply}. Leaves no file behind but those of a result. */
final class TaskReader {
    private static final int PEEK = 512;
    private static final List<String> WORDS = List.of(
            "message",
            "fail_reason",
            "failReason",
            "failMsg",
            "fail_msg",
            "error_message",
            "errorMessage",
            "reason",
            "msg",
            "detail",
            "details");
    private static final List<String> CODES = List.of("code", "failCode", "fail_code", "error_code", "errorCode");

    private final AsyncTask task;
    private final AnswerReader answers;
    private final Path folder;
    private final String apiKey;
    private final Billing billing;

    TaskReader(AsyncTask task, AnswerReader answers, Path folder, String apiKey, Billing billing) {
        this.task = task;
        this.answers = answers;
        this.folder = folder;
        this.apiKey = apiKey;
        this.billing = billing;
    }

    /** What came of a call that was just sent: an id, or already the pictures. */
    TaskReply submitted(LiveCall.Reply reply) throws IOException {
        return read(reply, true);
    }

    /** What came of a question for the result. */
    TaskReply polled(LiveCall.Reply reply) throws IOException {
        return read(reply, false);
    }

    private TaskReply read(LiveCall.Reply reply, boolean submission) throws IOException {
        BufferedInputStream body = new BufferedInputStream(reply.body(), 64 * 1024);
        body.mark(PEEK);
        String start = new String(body.readNBytes(PEEK), StandardCharsets.UTF_8).stripLeading();
        body.reset();
        LiveCall.Reply whole = new LiveCall.Reply(reply.status(), reply.header(), body);
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return new TaskReply.Done(answers.read(whole));
        }
        Set<Path> before = files();
        TaskReply read = null;
        try {
            read = document(JsonSpool.read(body, folder, AnswerReader.LIMITS), whole, submission);
            return read;
        } catch (SpoolLimitException tooLarge) {
            throw UpstreamErrors.unreadable(
                    String.valueOf(tooLarge.getMessage()), reply.status(), null, apiKey, tooLarge);
        } finally {
            if (!(read instanceof TaskReply.Done)) {
                removeAllBut(before);
            }
        }
    }

    private TaskReply document(SpooledJson document, LiveCall.Reply reply, boolean submission) throws IOException {
        AsyncTask.Reading said = task.look(document.tree());
        TaskReply working = new TaskReply.Working(
                said.id(), said.address(), WaitHints.find(reply.header(), document.tree(), Instant.now()));
        boolean named = said.id() != null || said.address() != null;
        return switch (said.state()) {
            case FAILED -> new TaskReply.Failed(failure(said, reply.status()));
            case PROMPT_REFUSED -> new TaskReply.Failed(refused(FailureCode.PROMPT_BLOCKED, said, reply.status()));
            case PICTURE_REFUSED -> new TaskReply.Failed(refused(FailureCode.IMAGE_BLOCKED, said, reply.status()));
            case GONE -> new TaskReply.Gone();
            case WORKING -> submission && !named ? pictures(document, reply) : working;
            case DONE, UNKNOWN -> {
                if (submission && said.address() != null) {
                    yield working;
                }
                try {
                    TaskReply.Done done = pictures(document, reply);
                    // Of an upstream that has not said it is done, an address that may be anything is no picture yet.
                    boolean sure = said.state() == AsyncTask.State.DONE || !allGuessed(done.answer());
                    yield sure || !(named || said.word() != null) ? done : working;
                } catch (UpstreamException none) {
                    if (submission ? named : said.state() == AsyncTask.State.UNKNOWN && said.word() != null) {
                        // A state that nobody knows is none yet, and an id is worth asking for.
                        yield working;
                    }
                    if (said.state() == AsyncTask.State.UNKNOWN || submission) {
                        throw none;
                    }
                    yield new TaskReply.Empty(
                            none.failure() == FailureCode.ASYNC_UNSUPPORTED ? noPicture(said, reply.status()) : none);
                }
            }
        };
    }

    private static UpstreamException noPicture(AsyncTask.Reading said, int status) {
        return new UpstreamException(
                FailureCode.NO_IMAGE, Outcome.FINAL, new Told(status, said.word(), null, said.id(), null, null), null);
    }

    private static boolean allGuessed(Answer answer) {
        return answer.candidates().stream()
                .allMatch(candidate -> candidate instanceof Answer.RemotePicture remote && remote.guess());
    }

    private TaskReply.Done pictures(SpooledJson document, LiveCall.Reply reply) throws IOException {
        return new TaskReply.Done(
                answers.answer(new PictureEvents.Heard(document, null), reply, RequestIds.of(reply.header())));
    }

    private UpstreamException refused(FailureCode code, AsyncTask.Reading said, int status) {
        UpstreamException told = failure(said, status);
        return new UpstreamException(
                code,
                Outcome.FINAL,
                new Told(status, said.word(), told.upstreamMessage(), said.id(), null, null),
                null);
    }

    private UpstreamException failure(AsyncTask.Reading said, int status) {
        JsonNode reason = said.reason();
        if (reason.path("error").isObject()) {
            return UpstreamErrors.answeredInBody(status, reason, said.id(), apiKey, billing);
        }
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        put(error, "code", first(reason, CODES), said.word());
        put(
                error,
                "message",
                reason.path("error").isTextual() ? reason.path("error").asText() : first(reason, WORDS),
                null);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("error", error);
        return UpstreamErrors.answeredInBody(status, document, said.id(), apiKey, billing);
    }

    private static void put(ObjectNode error, String field, @Nullable String value, @Nullable String otherwise) {
        String text = value == null ? otherwise : value;
        if (text != null) {
            error.put(field, text);
        }
    }

    private static @Nullable String first(JsonNode node, List<String> names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return null;
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.collect(Collectors.toCollection(HashSet::new));
        }
    }

    /** A preview in an answer without a result is never taken for one. */
    private void removeAllBut(Set<Path> before) throws IOException {
        for (Path file : files()) {
            if (!before.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
